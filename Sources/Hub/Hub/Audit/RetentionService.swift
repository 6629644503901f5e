import HubAPI
import HubStore
import Logging

/// Deletes logs whose time is over: whole ones, and never without a record of it in the hub's own log.
struct RetentionService: Sendable {
    private static let intervalSecondsLimit: Int64 = 3_600

    private static let faster = ProblemDetails(.conflict, detail: "another hub has deleted it, or it has grown")

    let store: any HubStore
    let adminLog: AdminLog
    let ownOrigin: String
    let retentionSeconds: Int64
    let clock: HubClock
    let logger: Logger

    /// Until it is cancelled. Two hubs may do so: only one of them finds the log to delete.
    func run() async {
        while !Task.isCancelled {
            do { try await deleteExpired() } catch {
                logger.error("expired logs are not deleted", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(min(Self.intervalSecondsLimit, max(1, retentionSeconds / 2))))
        }
    }

    private func deleteExpired() async throws {
        let end = clock.nowSeconds() - retentionSeconds
        for log in try await store.logs() where log.updatedAtSeconds < end && log.origin != ownOrigin {
            let hub = Person(principal: "hub:retention", groups: [], isAdministrator: true)
            do {
                try await adminLog.recorded(
                    "delete an expired log", subject: "\(log.origin), \(log.size) records", by: hub
                ) {
                    guard try await store.removeLog(log.origin, notUpdatedSinceSeconds: end) else { throw Self.faster }
                }
            } catch let problem as ProblemDetails where problem == Self.faster { continue }
        }
    }
}
