import Glibc

/// Where the state of `chaperone exec` is, where nobody says where.
package enum DefaultState {
    package static var folder: String? { folder(home: variable("HOME")) }

    /// Nil: neither XDG_STATE_HOME nor a home is known.
    static func folder(home: String?) -> String? {
        (variable("XDG_STATE_HOME") ?? home.map { "\($0)/.local/state" }).map { "\($0)/chaperone" }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
