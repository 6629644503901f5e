import PostgresLane
import Spool

extension AuditTrail: CosignedLog {}
