import Policy

/// Whether code finds what it names in the same places whatever a session has set and made.
///
/// What the policy names is trusted as it was read: `INSERT INTO changes` was one table to who read it. By the session's
/// search_path it is another in a session that has a temporary table of that name, or another path; and when it is looked
/// for is not when the statement is judged: a deferred trigger runs at COMMIT. So what looks names up by the session is
/// trusted by no policy. A path of the function's own holds whenever it runs, where pg_temp comes last in it and nobody
/// can make anything in what comes before.
extension TrustedCode {
    func hasFixedNames(_ routine: Routine) -> Bool {
        var known: Set<RoutineSignature> = []
        return hasFixedNames(routine, &known)
    }

    private func hasFixedNames(_ routine: Routine, _ known: inout Set<RoutineSignature>) -> Bool {
        if ["c", "internal"].contains(routine.language) || routine.hasFixedPath(in: catalog) { return true }
        guard routine.isParsed, routine.ownPath == nil else { return false }
        // What it calls was found when it was made, and looks for names when it runs.
        for called in routine.calls where known.insert(called).inserted {
            let routines = catalog.routines(called)
            guard !routines.isEmpty, routines.allSatisfy({ hasFixedNames($0, &known) }) else { return false }
        }
        return true
    }

    /// Of the paths of all that the policy names and of what their parsed bodies call.
    func schemasOfNamed() -> Set<String> {
        var pending = catalog.functions.values.joined().filter {
            isNamed(RoutineSignature(of: $0)) && !$0.isTrusted && hasFixedNames($0)
        }
        var known: Set<RoutineSignature> = []
        var schemas: Set<String> = []
        while let routine = pending.popLast() {
            schemas.formUnion(routine.pathSchemas)
            for called in routine.calls where known.insert(called).inserted { pending += catalog.routines(called) }
        }
        return schemas
    }

    /// What makes that of a routine which the policy names and which is not trusted for this reason; nil: that is not what
    /// is missing.
    func remedy(for signature: RoutineSignature) -> String? {
        guard isNamed(signature) else { return nil }
        var known: Set<RoutineSignature> = []
        guard let routine = loose(signature, &known) else { return nil }
        let kind = routine.kind == "p" ? "PROCEDURE" : "FUNCTION"
        let schema = routine.name.schema
        let name = routine.support ?? RoutineSignature(of: routine).description
        return
            "ALTER \(kind) \(name) SET search_path = \(schema), pg_temp, where \(catalog.role) may create nothing in "
            + "\(schema),"
    }

    /// Which of these looks names up by the session, or what the parsed body of one calls that does.
    private func loose(_ signature: RoutineSignature, _ known: inout Set<RoutineSignature>) -> Routine? {
        for routine in catalog.routines(signature) where !hasFixedNames(routine) {
            guard routine.isParsed, routine.ownPath == nil else { return routine }
            for called in routine.calls.sorted() where known.insert(called).inserted {
                if let found = loose(called, &known) { return found }
            }
            return routine
        }
        return nil
    }
}

extension Routine {
    func hasFixedPath(in catalog: Catalog) -> Bool {
        guard let ownPath, ownPath.last == StatementFacts.temporarySchema else { return false }
        return ownPath.dropLast().allSatisfy {
            $0 == "pg_catalog" || $0 != "$user" && catalog.fixedSchemas.contains($0)
        }
    }

    /// Of a path of its own.
    var pathSchemas: Set<String> {
        Set(ownPath ?? []).subtracting(["pg_catalog", StatementFacts.temporarySchema])
    }
}

extension RoutineSignature {
    init(of routine: Routine) { self.init(routine.name, routine.arguments) }
}

extension Catalog {
    /// Outside pg_catalog; of an aggregate, one for each of its support functions.
    func routines(_ signature: RoutineSignature) -> [Routine] {
        (functions[signature.name.name] ?? []).filter {
            $0.name == signature.name && $0.arguments == signature.arguments
        }
    }
}
