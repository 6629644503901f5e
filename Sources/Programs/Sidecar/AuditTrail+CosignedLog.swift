import Lane
import Spool

extension AuditTrail: CosignedLog {}
