import FoundationEssentials
import HubAPI
import Lane
import Logging
import SmallFiles

/// What principals have taken in the hour that runs, in the state folder, so that a start gives nobody a fresh hour.
struct UsageMemory: Sendable {
    static let file = "usage.json"
    static let intervalSeconds = 10

    let folder: String
    let ledger: UsageLedger
    let logger: Logger

    private var path: String { "\(folder)/\(Self.file)" }

    /// - Throws: when it is there and cannot be read: what was taken is not known then.
    func recall(nowSeconds: Int64) throws {
        guard SmallFile.exists(path) else { return }
        ledger.heard(try HubJSON.decode(UsageReport.self, from: SmallFile.read(path)), nowSeconds: nowSeconds)
    }

    /// Writes it when there is something new, until it is cancelled.
    func keep(pause: WakeableSleep, nowSeconds: @Sendable () -> Int64) async {
        var kept: UsageReport?
        while !Task.isCancelled {
            await pause.sleep(for: .seconds(Self.intervalSeconds))
            kept = keep(after: kept, nowSeconds: nowSeconds())
        }
    }

    /// - Returns: what is there now.
    @discardableResult
    func keep(after kept: UsageReport?, nowSeconds: Int64) -> UsageReport? {
        guard let now = ledger.memory(nowSeconds: nowSeconds), now != kept else { return kept }
        do { try SmallFile.replace(path, with: Array(try HubJSON.encode(now)), mode: 0o600) } catch {
            logger.error(
                "what principals have taken in this hour is not kept, and a start would begin anew",
                metadata: ["reason": "\(error)"])
            return kept
        }
        return now
    }
}
