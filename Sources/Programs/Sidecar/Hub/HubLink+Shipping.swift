import HubAPI
import HubClient
import Logging
import SignedNote
import Spool
import Synchronization

extension HubLink {
    private static let pauseMillisecondsLimit: UInt64 = 5_000
    private static let idleSeconds = 3_600
    /// Half of what a batch may be: as JSON strings, records may double.
    private static let batchBytesLimit = AuditBatch.bytesLimit / 2

    /// Brings the log to the hub, in order, from where the hub has it, as soon as there is a new checkpoint. Until it is
    /// cancelled, or the sidecar is revoked.
    /// - Returns: why the sidecar must stop: its log is behind what the hub has of it.
    func ship(_ trail: AuditTrail) async -> String? {
        let pause = WakeableSleep()
        trail.whenCheckpointed { _ in pause.wake() }
        var shipper = LogShipper(directory: trail.directory, key: trail.verifierKey)
        /// Nil: the hub has to be asked.
        var position: UInt64?
        var backoff = Backoff(millisecondsLimit: Self.pauseMillisecondsLimit)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let problem: String
            do {
                let from: UInt64
                if let position {
                    from = position
                } else {
                    let size = trail.statistics.records
                    let receipt = try await client.auditPosition(ownSize: size)
                    guard receipt.size <= size else {
                        return
                            "the hub has \(receipt.size) records of this log, and here are \(size): the state folder "
                            + "was rolled back or copied; enrol a new instance with an empty one"
                    }
                    try take(receipt, trail)
                    from = receipt.size
                    position = from
                }
                let shipment = try shipper.next(
                    from: from, recordsLimit: AuditBatch.recordsLimit, bytesLimit: Self.batchBytesLimit)
                guard let shipment else {
                    await pause.sleep(for: .seconds(Self.idleSeconds))
                    continue
                }
                let receipt = try await client.ship(
                    AuditBatch(
                        oldSize: shipment.oldSize, checkpoint: String(decoding: shipment.checkpoint, as: UTF8.self),
                        records: shipment.records.map { String(decoding: $0, as: UTF8.self) }))
                try take(receipt, trail)
                guard receipt.size > from else {
                    throw HubFailure.garbage(reason: "it has taken none of \(shipment.records.count) audit records")
                }
                position = receipt.size
                state.withLock { $0.auditProblem = nil }
                backoff.reset()
                continue
            } catch let failure as HubFailure {
                if case .revoked = failure { return nil }
                position = nil
                problem = "the audit log is not shipped: \(failure)"
            } catch let failure as AuditFailure {
                position = nil
                problem = "the audit log is not shipped: \(failure.reason)"
            } catch { problem = "the audit log is not shipped" }
            let isNews = state.withLock { state in
                defer { state.auditProblem = problem }
                return state.auditProblem != problem
            }
            if isNews, !Task.isCancelled { logger.warning("audit", metadata: ["reason": "\(problem)"]) }
            try? await Task.sleep(for: backoff.next(using: &generator))
        }
        return nil
    }

    private func take(_ receipt: AuditReceipt, _ trail: AuditTrail) throws {
        guard let note = receipt.checkpoint, receipt.cosignedSize > trail.cosignedSize else { return }
        let text = state.withLock(\.enrolment.witnessKey)
        guard let witness = try? VerifierKey(parsing: text) else {
            throw AuditFailure(reason: "the hub's key as a witness, learnt at enrolment, is not one: enrol again")
        }
        try trail.accept(cosigned: Array(note.utf8), witness: witness)
    }
}
