import Supervision

/// What `chaperone run` was told.
package struct RunOptions: Sendable {
    package enum LogFormat: String, Sendable, CaseIterable { case auto, json, text }

    /// Where policy and credentials come from.
    package enum Source: Sendable {
        case files(FileSource)
        case hub(HubSource)
    }

    package var source: Source
    package var state: String
    /// What the source's bundle is compiled from first.
    package var policy: WrittenPolicy?
    package var admin = "127.0.0.1:0"
    package var readyFile: String?
    package var graceSeconds = 5
    package var threads = 1
    package var logFormat = LogFormat.auto
    package var logLevel = "info"
    /// A place as `PEMPlace` takes it.
    package var upstreamAuthorities: String?
    package var certificate: String?
    package var certificateKey: String?
    /// Loopback addresses of listeners for what the kernel leads to the sidecar.
    package var transparent: [String] = []
    /// What it is started by; told how it goes.
    var manager = ServiceManager()
    var sockets = InheritedSockets()

    package init(source: Source, state: String) {
        self.source = source
        self.state = state
    }
}
