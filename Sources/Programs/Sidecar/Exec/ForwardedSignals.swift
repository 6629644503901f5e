@preconcurrency import Dispatch
import Glibc

/// What this process is told to do, the command is told. Ctrl-C and Ctrl-\\ reach it from the terminal by themselves.
final class ForwardedSignals: Sendable {
    private let sources: [any DispatchSourceSignal]

    init(to place: AgentPlace) {
        for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
        sources = [SIGTERM, SIGHUP, SIGUSR1, SIGUSR2].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { place.signal(number) }
            source.resume()
            return source
        }
    }
}
