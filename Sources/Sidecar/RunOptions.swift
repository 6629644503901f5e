/// What `chaperone run` was told.
package struct RunOptions: Sendable {
    package enum LogFormat: String, Sendable, CaseIterable { case auto, json, text }

    package var bundle: String
    package var trustKey: String
    package var principal: String
    package var groups: [String]
    package var credentials: String
    package var state: String
    package var admin = "127.0.0.1:0"
    package var readyFile: String?
    package var graceSeconds = 5
    package var threads = 1
    package var logFormat = LogFormat.auto
    package var logLevel = "info"
    package var upstreamAuthorities: String?
    package var certificate: String?
    package var certificateKey: String?

    package init(
        bundle: String, trustKey: String, principal: String, groups: [String], credentials: String, state: String
    ) {
        self.bundle = bundle
        self.trustKey = trustKey
        self.principal = principal
        self.groups = groups
        self.credentials = credentials
        self.state = state
    }
}
