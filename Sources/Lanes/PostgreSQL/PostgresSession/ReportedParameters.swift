/// The parameters that a server reports by itself (protocol 3.0, "Asynchronous Operations"). Others do not pass.
package enum ReportedParameters {
    private static let names: Set<String> = [
        "application_name", "client_encoding", "DateStyle", "default_transaction_read_only", "in_hot_standby",
        "integer_datetimes", "IntervalStyle", "is_superuser", "scram_iterations", "search_path", "server_encoding",
        "server_version", "session_authorization", "standard_conforming_strings", "TimeZone",
    ]

    /// A trigger can leave a value of a row there; and that a change is told depends on what was there before.
    package static func holdsAnyText(_ name: String) -> Bool {
        ["application_name", "search_path", "TimeZone"].contains(name)
    }

    package static func passes(_ name: String) -> Bool { names.contains(name) }
}
