import Glibc

/// Where `chaperone exec` keeps and finds things of its user's, where nobody says where (XDG Base Directory Specification).
package enum DefaultFolders {
    /// Nil: neither XDG_STATE_HOME nor a home is known.
    package static var state: String? { state(home: variable("HOME")) }

    /// Nil: neither XDG_CONFIG_HOME nor a home is known.
    package static var credentials: String? {
        folder("XDG_CONFIG_HOME", home: variable("HOME"), ".config").map { "\($0)/credentials" }
    }

    static func state(home: String?) -> String? { folder("XDG_STATE_HOME", home: home, ".local/state") }

    private static func folder(_ name: String, home: String?, _ within: String) -> String? {
        (variable(name) ?? home.map { "\($0)/\(within)" }).map { "\($0)/chaperone" }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
