import PostgresSession
import PostgresWire
import Synchronization

/// Which minor version a server is asked for. Poolers that stand before servers may know 3.0 only and refuse another, so
/// 3.2 is asked for where a server has said that it is a PostgreSQL 18, and no more where it was refused.
final class SpokenProtocol: Sendable {
    private static let versionThatSpeaks = 18

    private struct State {
        var minor = ProtocolMinor.zero
        var isRefused = false
    }

    private let state = Mutex(State())

    var minor: ProtocolMinor { state.withLock(\.minor) }

    func heard(_ greeting: UpstreamStartup.Greeting) {
        let version = greeting.parameters.first { $0.name == "server_version" }?.value ?? ""
        guard let major = Int(version.prefix { $0.isNumber }), major >= Self.versionThatSpeaks else { return }
        state.withLock { if !$0.isRefused { $0.minor = .newest } }
    }

    func isRefused() { state.withLock { $0 = State(isRefused: true) } }
}
