import HubAPI
import HubStore
import Policy

/// What principals have taken in an hour, of all sidecars together.
struct UsageService: Sendable {
    /// One for each principal of a sidecar's start, in one hour.
    static let entriesLimit = 100_000
    /// A sidecar's clock may be that many hours off.
    static let hoursLimit: Int64 = 1

    let store: any HubStore
    let clock: HubClock

    /// - Returns: what everybody else has taken; nil: the sidecar's hour is none that the hub counts.
    func heard(_ instance: Instance, boot: String, _ usage: UsageReport) async throws -> HeartbeatResponse? {
        guard usage.principals.count <= UsageReport.principalsLimit,
            usage.principals.allSatisfy({ $0.principal.utf8.count <= UsageReport.principalBytesLimit })
        else { throw ProblemDetails(.malformed, detail: "usage has too many principals, or one that is too long") }
        let now = UsageHour(atSeconds: clock.nowSeconds())
        guard (now.number - Self.hoursLimit...now.number + Self.hoursLimit).contains(usage.hour) else { return nil }
        for principal in usage.principals { try await tell(principal, in: UsageHour(number: usage.hour), instance) }
        return HeartbeatResponse(
            others: try await store.keep(
                usage, instance: instance.id, boot: boot, entriesLimit: Self.entriesLimit))
    }

    /// An event for each limit of a principal, once in an hour, whichever sidecar is first.
    private func tell(_ usage: UsageReport.Principal, in hour: UsageHour, _ instance: Instance) async throws {
        let names = UsageLimit.hourly.map(\.rawValue).filter { usage.spent?.contains($0) ?? false }
        guard !names.isEmpty else { return }
        for name in try await store.keep(spent: names, principal: usage.principal, hour: hour.number) {
            try await store.add(
                HubEvent(
                    atSeconds: clock.nowSeconds(), kind: .limitSpent, severity: .warning, subject: usage.principal,
                    detail: "\(name) is spent until \(hour.endText), as sidecar \(instance.id) was the first to tell"))
        }
    }
}
