import Policy

/// What passes or fails by protected values when a row is written, and so would tell a writer about them: constraints over
/// protected columns, foreign keys from or to them, expressions of generated columns, the room in an index; each at every
/// relation where a write runs into it, also by the actions of foreign keys.
///
/// A column with `lookup: equality` is left out where a value that the writer gives is compared with it for equality, and
/// nowhere else: whoever may look a value up learns no more by that.
package struct WriteOracles: Sendable {
    struct Oracle: Sendable {
        enum Moment { case inserting, assigning, deleting }

        /// What speaks, in words.
        var speaker: String
        /// Written columns that make it speak; empty for a deletion.
        var columns: Set<String>
        var moment: Moment
        /// It speaks of what an insertion leaves out as well.
        var speaksOfDefaults = false
        /// It speaks of every row that is written, whichever columns are.
        var speaksAlways = false
        /// Protected columns of the same row that it looks at, when it looks at nothing else that is protected: a write
        /// that sets all of them learns nothing.
        var unlessWritten: Set<String>?
        /// The protected column that it tells about.
        var column: String

        /// Of several that speak the same one is named, in whatever order they were found.
        static func isNamedFirst(_ left: Oracle, _ right: Oracle) -> Bool {
            (left.column, left.speaker) < (right.column, right.speaker)
        }

        /// - Parameters:
        ///   - written: columns that are given a value, or computed anew.
        ///   - own: those of which all that is secret is the writer's own.
        func speaks(of written: Set<String>, own: Set<String>) -> Bool {
            speaksOfDefaults
                || (speaksAlways || !columns.isDisjoint(with: written))
                    && unlessWritten.map { !$0.isSubset(of: own) } ?? true
        }
    }

    private struct Lookup: Sendable {
        var columns: Set<String>
        /// Of the protected columns, as the policy calls them.
        var origins: Set<String>
    }

    private var oracles: [QualifiedName: [Oracle]] = [:]
    /// Constraints that look up what is written to these columns in columns that are open for it, with their origins.
    private var lookups: [QualifiedName: [Lookup]] = [:]
    /// Foreign keys that look up what these columns no longer hold in columns that are open for it.
    private var referrers: [QualifiedName: [Lookup]] = [:]
    private var actions: ReferenceActions?
    private var generated = GeneratedColumns()
    private var order = IndexOrder()
    private var secrets: [QualifiedName: Set<String>] = [:]

    init() {}

    /// - Parameter masks: those of tables.
    init(
        catalog: Catalog, families: Families, actions: ReferenceActions, order: IndexOrder,
        masks: [QualifiedName: [String: ColumnMask]], parse: ProtectionMap.Parse
    ) {
        self.actions = actions
        generated = actions.generated
        self.order = order
        secrets = masks.mapValues { Set($0.keys) }
        for relation in catalog.relations.values {
            let here = families.of(relation.name)
            let own = Secrets(masks[relation.name])
            for constraint in relation.constraints {
                add(own, constraint, of: relation, at: here)
                if let reference = constraint.reference {
                    addLocks(
                        own.all.intersection(constraint.columns), constraint, reference, of: relation, catalog, families
                    )
                    let other = Secrets(masks[reference.relation])
                    add(own, other, constraint, reference, of: relation, at: here, families.of(reference.relation))
                }
            }
            guard !own.all.isEmpty else { continue }
            // A row that moves is inserted with what it holds, and answers to all that its new place demands.
            add(
                own.all, of: relation.name, "what another partition demands", .assigning, relation.partitionKey,
                at: here)
            // What is demanded on another server is not known here.
            if relation.kind == .foreignTable { addForeign(own.all, of: relation.name, at: here) }
            for column in relation.columns where column.isGenerated {
                add(
                    own.all.intersection(column.generatedFrom), of: relation.name, "the expression of \(column.name)",
                    .assigning, [column.name], at: here, isOfRow: true)
            }
            for trigger in relation.rowTriggers where !trigger.reads.isDisjoint(with: own.all) {
                add(
                    own.all.intersection(trigger.reads), of: relation.name, "trigger \"\(trigger.name)\"", .assigning,
                    trigger.reads, at: here, isOfRow: true)
            }
            for condition in relation.conditions {
                add(own, condition, TriggerLook(condition, of: relation, parse: parse), of: relation, at: here)
            }
            add(
                relation.lengthsOfSecrets(own.all), of: relation.name, "the room in a row", .assigning,
                relation.lengths(own.all), at: here, isOfRow: true)
            for index in relation.indexes {
                // They may fail, or say something, for some values and not for others.
                add(
                    own.all.intersection(index.others), of: relation.name,
                    "an expression or the predicate of index \"\(index.name)\"", .assigning, index.others, at: here,
                    isOfRow: true, speaksAlways: !index.isSettled)
                add(
                    index.lengthsOfSecrets(relation, own.all), of: relation.name,
                    "the room in index \"\(index.name)\"", .assigning, index.lengths(relation), at: here, isOfRow: true)
                // What it holds of other rows, the writer does not know.
                let joined = index.joinedColumns(of: relation)
                let speaker = "what index \"\(index.name)\" holds of other rows"
                let told = own.all.intersection(joined)
                add(told, of: relation.name, speaker, .inserting, joined, at: here)
                // A row that is changed comes to stand beside others, with all that it has.
                add(told, of: relation.name, speaker, .assigning, joined, at: here, speaksAlways: true)
            }
        }
    }

    // MARK: asking

    /// The protected columns, as the policy calls them, in which constraints look up what is written.
    func lookups(writing columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        guard let lookups = lookups[relation] else { return [] }
        let written = generated.changed(updating: columns, in: relation)
        return lookups.reduce(into: []) { origins, lookup in
            if !lookup.columns.isDisjoint(with: written) { origins.formUnion(lookup.origins) }
        }
    }

    /// The same of an update, and those in which foreign keys look for what it replaces. A row that moves to another partition
    /// is deleted, and inserted with all that it has.
    func lookups(updating columns: Set<String>, in relation: QualifiedName) -> Set<String> {
        guard lookups[relation] != nil || referrers[relation] != nil else { return [] }
        guard movesRows(updating: columns, in: relation) else {
            return lookups(writing: columns, in: relation).union(lookups(replacing: columns, in: relation))
        }
        let written = (lookups[relation] ?? []).reduce(into: Set<String>()) { $0.formUnion($1.origins) }
        return written.union(lookups(replacing: nil, in: relation))
    }

    /// Those in which foreign keys look for what refers to a row that is deleted, or no longer has what it had.
    /// - Parameter columns: that are assigned; nil for a deletion.
    func lookups(replacing columns: Set<String>?, in relation: QualifiedName) -> Set<String> {
        guard let referrers = referrers[relation] else { return [] }
        let written = columns.map { generated.changed(updating: $0, in: relation) }
        return referrers.reduce(into: []) { origins, lookup in
            if written.map({ !lookup.columns.isDisjoint(with: $0) }) ?? true { origins.formUnion(lookup.origins) }
        }
    }

    func oracle(inserting columns: Set<String>, into relation: QualifiedName) -> Oracle? {
        guard oracles[relation] != nil else { return nil }
        let written = generated.changed(inserting: columns, into: relation)
        return first(.inserting, relation) { $0.speaks(of: written, own: written) }
    }

    /// - Parameter columns: none where nothing is assigned, as by a deletion.
    func oracle(assigning columns: Set<String>, in relation: QualifiedName) -> Oracle? {
        columns.isEmpty
            ? nil : assigned(columns, relation) ?? reached(actions?.actions(updating: columns, in: relation) ?? [])
    }

    func oracle(deletingFrom relation: QualifiedName) -> Oracle? {
        first(.deleting, relation) { _ in true } ?? reached(actions?.actions(deletingFrom: relation) ?? [])
    }

    private func assigned(_ columns: Set<String>, _ relation: QualifiedName) -> Oracle? {
        guard oracles[relation] != nil else { return nil }
        let written = generated.changed(updating: columns, in: relation)
        let own = generated.owned(by: columns, in: relation, secrets: secrets[relation] ?? [])
        return first(.assigning, relation) { $0.speaks(of: written, own: own) } ?? moved(columns, relation)
    }

    /// A row that moves to another partition is deleted where it was, and inserted with all that it has.
    private func moved(_ columns: Set<String>, _ relation: QualifiedName) -> Oracle? {
        guard movesRows(updating: columns, in: relation) else { return nil }
        return first(.deleting, relation) { _ in true } ?? first(.inserting, relation) { _ in true }
    }

    private func movesRows(updating columns: Set<String>, in relation: QualifiedName) -> Bool {
        actions?.movesRows(updating: generated.changed(updating: columns, in: relation), in: relation) ?? false
    }

    private func reached(_ actions: [ReferenceActions.Action]) -> Oracle? {
        ordering(actions)
            ?? actions.lazy.compactMap { action in
                action.isDeletion
                    ? first(.deleting, action.relation) { _ in true } : assigned(action.columns, action.relation)
            }.min(by: Oracle.isNamedFirst)
    }

    /// What is written one row after the other lies so afterwards, and draws from sequences so.
    private func ordering(_ actions: [ReferenceActions.Action]) -> Oracle? {
        guard actions.contains(where: { !$0.isDeletion }) else { return nil }
        let found = actions.lazy.compactMap { action -> Oracle? in
            let secrets = order.secrets(beside: action.keys, in: action.relation)
            return secrets.min().map {
                Oracle(
                    speaker: "the order in which constraint \"\(action.constraint)\" finds rows", columns: [],
                    moment: .assigning, column: "\(action.relation).\($0)")
            }
        }
        return found.min(by: Oracle.isNamedFirst)
    }

    private func first(_ moment: Oracle.Moment, _ relation: QualifiedName, _ test: (Oracle) -> Bool) -> Oracle? {
        oracles[relation]?.filter { $0.moment == moment && test($0) }.min(by: Oracle.isNamedFirst)
    }

    // MARK: constraints

    /// The masked columns of one relation.
    private struct Secrets {
        private var masks: [String: ColumnMask] = [:]
        var all: Set<String> = []
        /// Those that are open for lookups.
        var lookups: Set<String> = []

        init(_ masks: [String: ColumnMask]?) {
            guard let masks else { return }
            self.masks = masks
            all = Set(masks.keys)
            lookups = Set(masks.filter { $0.value.lookup == .equality }.keys)
        }

        func origins(of columns: Set<String>) -> Set<String> {
            columns.reduce(into: []) { $0.formUnion(masks[$1]?.origins ?? []) }
        }
    }

    private mutating func add(
        _ secrets: Secrets, _ constraint: Constraint, of relation: Relation, at places: Set<QualifiedName>
    ) {
        let own = secrets.all.intersection(constraint.columns)
        guard !own.isEmpty else { return }
        let name = "constraint \"\(constraint.name)\""
        guard constraint.kind != .check else {
            // A new row is all the writer's own. A check is asked again whatever is assigned; what a row has passed for
            // ever it passes again.
            return add(
                own, of: relation.name, name, .assigning, constraint.columns, at: places, isOfRow: true,
                speaksAlways: !constraint.isSettled)
        }
        let inExpressions = own.intersection(constraint.expressionColumns)
        let isEquality = constraint.kind != .exclusion
        let open = isEquality ? own.intersection(secrets.lookups).subtracting(inExpressions) : []
        let closed = own.subtracting(open)
        if !open.isEmpty, constraint.kind == .unique {
            add(lookup: constraint.columns, secrets.origins(of: open), at: places)
        }
        let speaksAlways = !inExpressions.isEmpty && !constraint.isSettled
        add(closed, of: relation.name, name, .assigning, constraint.columns, at: places, speaksAlways: speaksAlways)
        // Together with what the row has already.
        add(open, of: relation.name, name, .assigning, constraint.columns, at: places, isOfRow: true)
        let hasDefault = relation.columns.contains { $0.hasSharedDefault && closed.contains($0.name) }
        add(
            closed, of: relation.name, name, .inserting, closed, at: places,
            speaksOfDefaults: constraint.kind != .foreignKey
                && (constraint.nullsCollide || hasDefault || !inExpressions.isEmpty))
    }

    /// The condition of a trigger. A new row is all the writer's own; an old one is not.
    private mutating func add(
        _ secrets: Secrets, _ condition: ConditionOfTrigger, _ look: TriggerLook, of relation: Relation,
        at places: Set<QualifiedName>
    ) {
        let speaker = "the condition of trigger \"\(condition.trigger)\""
        let (old, new) = (secrets.all.intersection(look.old), secrets.all.intersection(look.new))
        if condition.events.contains(.delete) { add(old, of: relation.name, speaker, .deleting, [], at: places) }
        guard condition.events.contains(.update) else { return }
        let isAlways = condition.columns.isEmpty
        add(old, of: relation.name, speaker, .assigning, condition.columns, at: places, speaksAlways: isAlways)
        add(
            new, of: relation.name, speaker, .assigning, condition.columns, at: places, isOfRow: true,
            speaksAlways: isAlways)
        // Whether a value is the one that is written, by which a lookup may ask.
        for column in secrets.all.intersection(look.compared).subtracting(secrets.lookups) {
            add([column], of: relation.name, speaker, .assigning, [column], at: places)
        }
        let open = secrets.lookups.intersection(look.compared)
        for column in open { add(lookup: [column], secrets.origins(of: [column]), at: places) }
    }

    private mutating func add(lookup columns: Set<String>, _ origins: Set<String>, at places: Set<QualifiedName>) {
        for place in places { lookups[place, default: []].append(Lookup(columns: columns, origins: origins)) }
    }

    private mutating func addForeign(_ secrets: Set<String>, of relation: QualifiedName, at places: Set<QualifiedName>)
    {
        let speaker = "what the other server demands"
        add(secrets, of: relation, speaker, .inserting, [], at: places, speaksOfDefaults: true)
        add(secrets, of: relation, speaker, .assigning, [], at: places, speaksAlways: true)
        add(secrets, of: relation, speaker, .deleting, [], at: places)
    }

    /// What a foreign key tells of the other side.
    private mutating func add(
        _ own: Secrets, _ other: Secrets, _ constraint: Constraint, _ reference: Constraint.Reference,
        of relation: Relation, at here: Set<QualifiedName>, _ there: Set<QualifiedName>
    ) {
        let name = "constraint \"\(constraint.name)\""
        let referenced = other.all.intersection(reference.columns)
        let closed = referenced.subtracting(other.lookups)
        if !referenced.isEmpty { add(lookup: constraint.columns, other.origins(of: referenced), at: here) }
        add(
            closed, of: reference.relation, name, .inserting, constraint.columns, at: here,
            speaksOfDefaults: relation.columns.contains { $0.hasSharedDefault && constraint.columns.contains($0.name) })
        add(closed, of: reference.relation, name, .assigning, constraint.columns, at: here)
        // What refers to a row is found by the row's own value: a lookup, where that value is in sight.
        var referring = own.all.intersection(constraint.columns)
        if referenced.isEmpty {
            let open = own.origins(of: referring.intersection(own.lookups))
            for place in there where !open.isEmpty {
                referrers[place, default: []].append(Lookup(columns: reference.columns, origins: open))
            }
            referring.subtract(own.lookups)
        }
        add(referring, of: relation.name, name, .assigning, reference.columns, at: there)
        add(referring, of: relation.name, name, .deleting, [], at: there)
    }

    /// A row whose key changes is locked against those that refer to it: who has to wait for that is told who does. A key is
    /// every unique index's, also one that is checked late (`RelationGetIndexAttrBitmap` of relcache.c).
    private mutating func addLocks(
        _ secrets: Set<String>, _ constraint: Constraint, _ reference: Constraint.Reference, of relation: Relation,
        _ catalog: Catalog, _ families: Families
    ) {
        guard !secrets.isEmpty else { return }
        let there = families.of(reference.relation)
        let keys = there.reduce(into: Set<String>()) { keys, name in
            for unique in catalog.relations[name]?.constraints ?? []
            where unique.kind == .unique && unique.expressionColumns.isEmpty { keys.formUnion(unique.columns) }
        }
        add(
            secrets, of: relation.name, "the lock that constraint \"\(constraint.name)\" takes on a key", .assigning,
            keys,
            at: there)
    }

    private mutating func add(
        _ secrets: Set<String>, of relation: QualifiedName, _ speaker: String, _ moment: Oracle.Moment,
        _ columns: Set<String>, at places: Set<QualifiedName>, isOfRow: Bool = false, speaksOfDefaults: Bool = false,
        speaksAlways: Bool = false
    ) {
        guard let column = secrets.min() else { return }
        let oracle = Oracle(
            speaker: speaker, columns: columns, moment: moment, speaksOfDefaults: speaksOfDefaults,
            speaksAlways: speaksAlways, unlessWritten: isOfRow ? secrets : nil, column: "\(relation).\(column)")
        for place in places { oracles[place, default: []].append(oracle) }
    }
}

/// A row of an index has a limit, and a write that passes it fails: by how much longer a value may still get, it tells how
/// long the others are.
extension Index {
    /// Less than a third of a page, which is the limit of a B-tree.
    private static let bytesAlwaysFit = 2_000
    private static let bytesOfCharacter = 4
    private static let bytesOfOverhead = 16

    private var all: Set<String> { others.union(carried).union(keys.lazy.compactMap(\.self)) }

    /// The columns of which several rows' values make one entry, as the least and the greatest of a range of pages are (BRIN), or
    /// a key that covers a page (GiST): whether another value can be put beside them, by its length or by what is computed of them
    /// all, tells of these. None where an entry is of one value, or of numbers and times of which only the bounds are
    /// kept. What another operator class keeps of them is not known (`minmax_multi_ops`: every value).
    fileprivate func joinedColumns(of relation: Relation) -> Set<String> {
        switch method {
        case "btree", "hash", "gin": return []
        case "brin":
            let compared = Set(relation.columns.filter(\.isOnlyCompared).map(\.name))
            let isBounded = keys.indices.map { place in
                keepsBounds.indices.contains(place) && keepsBounds[place]
                    && keys[place].map(compared.contains) ?? false
            }
            // Beside what grows, it takes room whether all values are NULL.
            let hasRoom = isBounded.allSatisfy(\.self)
            let notNull = Set(relation.columns.filter(\.notNull).map(\.name))
            let bounded = Set(zip(keys, isBounded).lazy.filter(\.1).compactMap(\.0))
            let others = Set(zip(keys, isBounded).lazy.filter { !$0.1 }.compactMap(\.0))
            return all.subtracting((hasRoom ? bounded : bounded.intersection(notNull)).subtracting(others))
        default: return all
        }
    }

    /// The columns that can make its rows longer; none where they always fit.
    fileprivate func lengths(_ relation: Relation) -> Set<String> {
        guard method != "hash" else { return [] }
        let columns = relation.columns.filter { all.contains($0.name) && $0.isVariable }
        let limits = columns.map { column in
            column.lengthLimit.map { $0 * Self.bytesOfCharacter + Self.bytesOfOverhead } ?? .max
        }
        let fits = !keys.contains(nil) && limits.allSatisfy { $0 < Self.bytesAlwaysFit }
        if fits, limits.reduce(0, +) < Self.bytesAlwaysFit { return [] }
        return Set(columns.map(\.name))
    }

    /// The protected ones of which its rows are longer or shorter.
    fileprivate func lengthsOfSecrets(_ relation: Relation, _ secrets: Set<String>) -> Set<String> {
        Set(
            relation.columns.filter { column in
                secrets.contains(column.name) && all.contains(column.name) && (column.isVariable || !column.notNull)
            }.map(\.name))
    }
}

/// A row has a limit, too: a page; virtual columns take no room in it. What may be kept out of line leaves it; where a column may not, or where there are so
/// many that what points to them does not fit, a write that passes the limit fails.
extension Relation {
    private static let columnsAlwaysFit = 300

    /// The columns that can make its rows too long; none where they always fit.
    fileprivate func lengths(_ secrets: Set<String>) -> Set<String> {
        let variable = columns.filter { $0.isVariable && !$0.isVirtual }
        let stays = variable.filter(\.isInline)
        let isTight = columns.count > Self.columnsAlwaysFit || stays.contains { secrets.contains($0.name) }
        return Set((isTight ? variable : stays).map(\.name))
    }

    /// The protected ones of which its rows are longer or shorter.
    fileprivate func lengthsOfSecrets(_ secrets: Set<String>) -> Set<String> {
        Set(
            columns.filter { secrets.contains($0.name) && !$0.isVirtual && ($0.isVariable || !$0.notNull) }
                .map(\.name))
    }
}

extension Column {
    /// Its values are not all of one length.
    fileprivate var isVariable: Bool {
        guard typeSchema == "pg_catalog" else { return typeKind != "e" }
        return !Self.fixed.contains(typeName)
    }

    /// A number or a time of the server's own, of one length, of which BRIN keeps the least and the greatest.
    fileprivate var isOnlyCompared: Bool {
        typeSchema == "pg_catalog"
            && ["int2", "int4", "int8", "float4", "float8", "oid", "uuid", "date", "time", "timestamp", "timestamptz"]
                .contains(typeName)
    }

    private static let fixed: Set<String> = [
        "bool", "char", "int2", "int4", "int8", "float4", "float8", "money", "oid", "name", "uuid", "date", "time",
        "timetz", "timestamp", "timestamptz", "interval", "macaddr", "macaddr8", "pg_lsn", "point", "lseg", "box",
        "line",
        "circle", "tid", "xid", "xid8", "cid",
    ]
}
