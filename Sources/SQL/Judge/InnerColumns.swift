import SQLSyntax

/// What columns of inner queries hold, by the names that expressions further out may have for them.
struct InnerColumns {
    private var named: [String: ValueWeight] = [:]
    /// The most that one holds of which is not known what it is called.
    private var others = ValueWeight.one
    /// The most that any holds.
    private(set) var heaviest = ValueWeight.one
    /// An alias may call columns otherwise than their query does.
    var hasOtherNames = false
    /// How many UNIONs and the like stand around what is read.
    var combinedDepth = 0

    mutating func add(_ weight: ValueWeight, _ name: String?) {
        heaviest = .most(heaviest, weight)
        if let name, combinedDepth == 0 {
            named[name] = .most(named[name] ?? .one, weight)
        } else {
            others = .most(others, weight)
        }
    }

    /// Of a reference to a column, or to all of them.
    func weight(of reference: SyntaxNode) -> ValueWeight {
        guard !hasOtherNames, reference.list(.fields).allSatisfy({ $0.kind == .string }),
            let name = reference.names(.fields).last
        else { return heaviest }
        return .most(named[name] ?? .one, others)
    }
}
