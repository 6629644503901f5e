import Policy

extension Catalog {
    /// The names of relations that are others than in `old`, or of which more or less is known.
    package func changes(since old: Catalog) -> UnsettledNames {
        guard functions == old.functions, operators == old.operators, anywhere == old.anywhere,
            eventTriggers == old.eventTriggers, immutableBuiltins == old.immutableBuiltins,
            otherBuiltins == old.otherBuiltins, defaultSearchPath == old.defaultSearchPath, role == old.role,
            serverVersion == old.serverVersion
        else { return .all }
        if relations == old.relations, types == old.types { return .none }
        var names: Set<String> = []
        for (name, relation) in relations where old.relations[name] != relation { names.insert(name.name) }
        for name in old.relations.keys where relations[name] == nil { names.insert(name.name) }
        for (name, code) in types {
            guard let before = old.types[name] else { continue }
            // Where a value is made or compared it need not be named.
            if before != code { return .all }
        }
        return .some(names)
    }
}
