/// The run-time parameters that clients of one target may change: those of `Settings`, what its policy adds, and without what
/// it pins.
package struct ClientSettings: Sendable {
    private var names: Set<String> = []
    /// `app.`, of `app.*`.
    private var prefixes: [String] = []
    private var pinned: Set<String> = []

    /// - Parameters:
    ///   - allowed: in lower case, `prefix.*` among them.
    ///   - pinned: in lower case. Such a one wins over `allowed`.
    package init(allowed: [String] = [], pinned: [String] = []) {
        for name in allowed {
            if name.hasSuffix(".*") { prefixes.append(String(name.dropLast())) } else { names.insert(name) }
        }
        self.pinned = Set(pinned)
    }

    /// Whether any value is set by the lane and by nobody else: then no code may run that nobody has read.
    package var pinsAny: Bool { !pinned.isEmpty }

    /// - Parameter value: nil for DEFAULT and RESET, which lead back to what the lane has set.
    package func ruling(name: String, value: String?) -> Settings.Ruling {
        if isPinned(name) { return value == nil ? .allowed : .refused(Self.words(name)) }
        return isAllowed(name) ? .allowed : Settings.ruling(name: name, value: value)
    }

    /// What to do instead; nil where nothing is to be said.
    package func hint(name: String) -> String? {
        if isPinned(name) { return "leave it out: its value is there from the session's beginning" }
        if let hint = Settings.hint(name: name) { return hint }
        guard name.contains("."), Settings.mayRead(name, besideEntrustedCode: false) else { return nil }
        return "ask for it to be named under \"settings\" of the target in the policy"
    }

    func isPinned(_ name: String) -> Bool { !pinned.isEmpty && pinned.contains(name.lowercased()) }

    /// A client may change it to a value that is not known here.
    func takesAnyValue(_ name: String) -> Bool {
        !isPinned(name) && (isAllowed(name) || Settings.takesAnyValue(name))
    }

    /// - Parameter besideEntrustedCode: see `Settings.mayRead`. What the policy names may be read all the same.
    func mayRead(_ name: String, besideEntrustedCode: Bool) -> Bool {
        Settings.mayRead(name, besideEntrustedCode: besideEntrustedCode) || isAllowed(name) || isPinned(name)
    }

    private func isAllowed(_ name: String) -> Bool {
        let name = name.lowercased()
        guard Settings.mayRead(name, besideEntrustedCode: false) else { return false }
        return names.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    private static func words(_ name: String) -> String {
        "parameter \"\(name.lowercased())\" says who you are: the policy has set it for this session, and it stays so"
    }
}
