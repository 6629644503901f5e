/// A part of a statement in which the row of a write's target is in sight as it is stored: SET, WHERE, ON CONFLICT.
///
/// It is opened by the walk when it enters such a part, and closed when the walk leaves it. Whatever stands inside, at
/// whatever depth and under whatever clause, is checked against it: no subquery, WITH or RETURNING in between ends it.
struct RawScope {
    var target: StatementWalker.RawTarget
    /// What else the part can name: FROM or USING of the write, `excluded` of ON CONFLICT.
    var beside: NameScope
    /// SELECTs that were open when the part was entered: those above it are nested in it.
    var depth: Int
    /// The part decides which rows are written, and so in which order they are found.
    var choosesRows: Bool
}

/// What the names of one FROM stand for.
struct NameScope {
    enum Columns: Equatable {
        case known(Set<String>)
        /// Of a function, a subquery or a WITH: not followed.
        case open

        func has(_ column: String) -> Bool {
            switch self {
            case .known(let names): names.contains(column)
            case .open: true
            }
        }
    }

    private var items: [String: Columns] = [:]
    private var columns: Set<String> = []
    private var isOpen = false

    init() {}

    mutating func add(_ name: String?, _ found: Columns) {
        switch found {
        case .known(let names): columns.formUnion(names)
        case .open: isOpen = true
        }
        guard let name else { return }
        switch (items[name], found) {
        case (nil, _): items[name] = found
        case (.known(let old)?, .known(let new)): items[name] = .known(old.union(new))
        case (.open?, _), (_, .open): items[name] = .open
        }
    }

    /// What is called so here; nil where nothing is.
    func columns(of name: String) -> Columns? { items[name] }

    /// Whether a name without a qualifier can be a column, or a whole row, of something here.
    func mayMean(_ name: String) -> Bool { isOpen || columns.contains(name) || items[name] != nil }

    /// Whether such a name certainly is a column here.
    func certainlyHas(_ name: String) -> Bool { columns.contains(name) }
}
