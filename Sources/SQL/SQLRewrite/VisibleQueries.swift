/// The names of the WITH queries in sight: a scope for each WITH that is open. Asking costs the same however many there
/// are.
struct VisibleQueries {
    private var scopes: [[String]] = []
    private var counts: [String: Int] = [:]

    /// How many scopes are open.
    var level: Int { scopes.count }

    func contains(_ name: String) -> Bool { counts[name] != nil }

    mutating func open(_ names: [String]) {
        scopes.append([])
        for name in names { add(name) }
    }

    /// To the innermost scope.
    mutating func add(_ name: String) {
        guard !scopes.isEmpty else { return }
        scopes[scopes.count - 1].append(name)
        counts[name, default: 0] += 1
    }

    mutating func close(to level: Int) {
        while scopes.count > level, let names = scopes.popLast() {
            for name in names { counts[name] = counts[name].flatMap { $0 > 1 ? $0 - 1 : nil } }
        }
    }
}
