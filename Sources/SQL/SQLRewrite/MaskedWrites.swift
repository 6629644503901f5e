import Policy

/// Which writes to masked columns are refused where the policy does not say `write: true`:
///
/// - an assignment to any: a mask that was read, and is written back by whoever saves all that it has loaded, would stand
///   where the value was;
/// - whatever puts a value of the writer's choice under `pseudonym` or `shift`: read back masked, it says what the masks
///   of others stand for. For a shifted date its subject is as good. So is what a trigger sets before a row is stored: the
///   time of the change, or a form of another column. Only of a trigger that is known to set other columns that is not so.
struct MaskedWrites: Sendable {
    private enum Danger {
        /// The mask is written back.
        case loss
        /// Of a value that is masked so.
        case dictionary
        /// Of the subject of a shift.
        case subject(of: String)
        /// What is written decides a generated column that is masked so.
        case computed(from: String)
        /// The value that a row gets that leaves it out.
        case `default`
        /// What a trigger sets before the row is stored.
        case trigger(String)
    }

    /// A trigger that may set what is masked so, or what decides it.
    private struct Setter: Sendable {
        var trigger: RowTrigger
        /// One of what it may set, as the relation calls it.
        var column: String
    }

    private var actions: ReferenceActions?
    /// Of columns that may not be written.
    private var masks: [QualifiedName: [String: ColumnMask]] = [:]
    /// Every masked column.
    private var masked: [QualifiedName: Set<String>] = [:]
    /// By relation and subject: the shifted columns, as the relation calls them.
    private var subjects: [QualifiedName: [String: [String]]] = [:]
    /// By relation and a column that generated ones are computed from: such as have a dictionary.
    private var computed: [QualifiedName: [String: Set<String>]] = [:]
    /// Columns of relations that get a value when they are left out.
    private var defaulted: [QualifiedName: Set<String>] = [:]
    private var setters: [QualifiedName: [Setter]] = [:]
    /// By relation: it, and every child whose rows are written with it.
    private var places: [QualifiedName: [QualifiedName]] = [:]
    /// Its rows are stored in its children.
    private var partitioned: Set<QualifiedName> = []

    init() {}

    /// One column for each table that has a dictionary, as `schema.table.column`.
    var dictionaries: [QualifiedName: String] {
        places.reduce(into: [:]) { found, entry in
            for place in entry.value where found[entry.key] == nil {
                let column = (masks[place] ?? [:]).filter({ $0.value.mask.isDictionary }).keys.min()
                found[entry.key] = column.map { "\(place).\($0)" }
            }
        }
    }

    /// - Parameter masks: those of tables.
    init(
        catalog: Catalog, families: Families, actions: ReferenceActions,
        masks: [QualifiedName: [String: ColumnMask]]
    ) {
        self.actions = actions
        for name in masks.keys {
            places[name] = [name] + families.below(name).filter { masks[$0] != nil }.sorted()
            if catalog.relations[name]?.kind == .partitionedTable { partitioned.insert(name) }
        }
        for (name, columns) in masks {
            masked[name] = Set(columns.keys)
            // What is written to a table is written to those that share rows with it.
            let related = families.of(name).compactMap { masks[$0] }
            let closed = columns.filter { column, mask in
                !mask.write || related.contains { $0[column].map { !$0.write } ?? false }
            }
            if closed.isEmpty { continue }
            self.masks[name] = closed
            for (column, mask) in closed {
                if case .shift(let subject) = mask.mask {
                    subjects[name, default: [:]][subject, default: []].append(column)
                }
            }
            let all = catalog.relations[name]?.columns ?? []
            for column in all {
                let isDictionary = closed[column.name]?.mask.isDictionary ?? false
                for source in column.generatedFrom {
                    if isDictionary { computed[name, default: [:]][source, default: []].insert(column.name) }
                    if let shifted = subjects[name]?[column.name] {
                        subjects[name, default: [:]][source, default: []] += shifted
                    }
                }
            }
            let telling = all.filter {
                $0.hasSharedDefault
                    && (closed[$0.name]?.mask.isDictionary ?? false || computed[name]?[$0.name] != nil)
            }
            defaulted[name] = Set(telling.map(\.name))
            let triggers = families.of(name).sorted().flatMap { catalog.relations[$0]?.rowTriggers ?? [] }
            setters[name] = triggers.compactMap { trigger in
                let written = trigger.written ?? Set(all.map(\.name))
                return written.filter { isTelling($0, of: name) }.min().map { Setter(trigger: trigger, column: $0) }
            }
        }
    }

    /// Whether a value there has a dictionary, or decides one that has.
    private func isTelling(_ column: String, of relation: QualifiedName) -> Bool {
        masks[relation]?[column]?.mask.isDictionary ?? false || subjects[relation]?[column] != nil
            || computed[relation]?[column] != nil
    }

    /// - Parameter columns: those that the statement names, or all where it names none.
    func refusal(inserting columns: Set<String>, into relation: QualifiedName) -> RewriteRefusal? {
        let all = places[relation] ?? []
        let written = all.prefix(partitioned.contains(relation) ? all.count : 1)
        return written.lazy.compactMap { refusal(storing: columns, in: $0) }.first
    }

    private func refusal(storing columns: Set<String>, in relation: QualifiedName) -> RewriteRefusal? {
        guard let masks = masks[relation] else { return nil }
        for column in columns.sorted() {
            if masks[column]?.mask.isDictionary ?? false { return refusal(column, of: relation, .dictionary) }
            if let refusal = refusal(computedFrom: column, of: relation) { return refusal }
        }
        return (defaulted[relation] ?? []).subtracting(columns).min().map { refusal($0, of: relation, .default) }
            ?? refusal(setBefore: .insert, columns, in: relation)
    }

    func refusal(assigning columns: Set<String>, in relation: QualifiedName) -> RewriteRefusal? {
        (places[relation] ?? []).lazy.compactMap { refusal(changing: columns, in: $0) }.first
            ?? refusal(of: actions?.actions(updating: columns, in: relation) ?? [])
    }

    private func refusal(changing columns: Set<String>, in relation: QualifiedName) -> RewriteRefusal? {
        for column in columns.sorted() {
            if let mask = masks[relation]?[column] {
                return refusal(column, of: relation, mask.mask.isDictionary ? .dictionary : .loss)
            }
            if let shifted = subjects[relation]?[column]?.min() {
                return refusal(shifted, of: relation, .subject(of: column))
            }
            if let refusal = refusal(computedFrom: column, of: relation) { return refusal }
        }
        return refusal(setByUpdating: columns, in: relation)
    }

    /// `doc['phone']['a'] = …` fails or not by what the column holds.
    func refusal(assigningPartsOf columns: Set<String>, in relation: QualifiedName) -> RewriteRefusal? {
        let found = (places[relation] ?? []).lazy.compactMap { masked[$0]?.intersection(columns).min() }.first
        guard let column = found else { return nil }
        return RewriteRefusal(
            "partial-write",
            "an assignment to a part of \(relation).\(column), which is shown masked, would tell what it is made of",
            hint: "assign the column as a whole")
    }

    func refusal(deletingFrom relation: QualifiedName) -> RewriteRefusal? {
        refusal(of: actions?.actions(deletingFrom: relation) ?? [])
    }

    /// Foreign keys write real values: no mask comes back by them.
    private func refusal(of actions: [ReferenceActions.Action]) -> RewriteRefusal? {
        for action in actions where masks[action.relation] != nil {
            for column in action.columns.sorted() {
                if masks[action.relation]?[column]?.mask.isDictionary ?? false {
                    return refusal(column, of: action.relation, .dictionary)
                }
                if let shifted = subjects[action.relation]?[column]?.min() {
                    return refusal(shifted, of: action.relation, .subject(of: column))
                }
                if let refusal = refusal(computedFrom: column, of: action.relation) { return refusal }
            }
            if !action.isDeletion, let refusal = refusal(setByUpdating: action.columns, in: action.relation) {
                return refusal
            }
        }
        return nil
    }

    private func refusal(setByUpdating columns: Set<String>, in relation: QualifiedName) -> RewriteRefusal? {
        guard !columns.isEmpty, let actions, setters[relation]?.isEmpty == false else { return nil }
        let changed = actions.generated.changed(updating: columns, in: relation)
        // A row that moves to another partition is inserted there.
        return refusal(setBefore: .update, changed, in: relation)
            ?? (actions.movesRows(updating: changed, in: relation)
                ? refusal(setBefore: .insert, changed, in: relation) : nil)
    }

    private func refusal(
        setBefore event: AttachedCode.Events, _ columns: Set<String>, in relation: QualifiedName
    ) -> RewriteRefusal? {
        setters[relation]?.first { setter in
            let waitsFor = event == .update ? setter.trigger.columns : []
            return setter.trigger.events.contains(event) && (waitsFor.isEmpty || !waitsFor.isDisjoint(with: columns))
        }.map { refusal($0.column, of: relation, .trigger($0.trigger.name)) }
    }

    private func refusal(computedFrom column: String, of relation: QualifiedName) -> RewriteRefusal? {
        computed[relation]?[column]?.min().map { refusal($0, of: relation, .computed(from: column)) }
    }

    private func refusal(_ column: String, of relation: QualifiedName, _ danger: Danger) -> RewriteRefusal {
        let mask = if case .trigger = danger { telling(column, of: relation) } else { masks[relation]?[column] }
        let shown = mask?.mask.name ?? "masked"
        let reason =
            switch danger {
            case .loss:
                "\(relation).\(column) is shown masked (\(shown)): a mask that was read could be written over the real value"
            case .dictionary:
                "\(relation).\(column) is shown masked (\(shown)): who writes values of their choice and reads them back "
                    + "learns what the masks of others stand for"
            case .subject(let subject):
                "\(relation).\(subject) decides by how much \(column) is shifted: who writes it and reads the dates back "
                    + "learns the real ones"
            case .computed(let source):
                "\(relation).\(column) is shown masked (\(shown)) and is computed from \(source): who writes values of their "
                    + "choice and reads it back learns what the masks of others stand for"
            case .default:
                "\(relation).\(column) is shown masked (\(shown)) and would get its default, which is known"
            case .trigger(let name):
                "trigger \(name) may set \(relation).\(column), by which values are shown masked (\(shown)): who knows what "
                    + "it sets and reads it back learns what the masks of others stand for"
            }
        let policy = mask?.origins.first ?? "\(relation).\(column)"
        return RewriteRefusal(
            "masked-write-back", reason,
            hint:
                "\(Self.advice(danger)); or, where this role has to write it, say \"write: true\" at \(policy) in the policy"
        )
    }

    private static func advice(_ danger: Danger) -> String {
        guard case .trigger = danger else { return "leave the column out" }
        return "have the trigger's function set other columns only, each by a statement NEW.column := …"
    }

    /// The mask that a value there has a dictionary of: the column's own, or that of one which it decides.
    private func telling(_ column: String, of relation: QualifiedName) -> ColumnMask? {
        if let own = masks[relation]?[column], own.mask.isDictionary { return own }
        let decided = subjects[relation]?[column]?.min() ?? computed[relation]?[column]?.min()
        return decided.flatMap { masks[relation]?[$0] }
    }
}

extension Mask {
    /// Who knows a value and its mask knows what the same mask, or the same offset, means elsewhere.
    var isDictionary: Bool {
        switch self {
        case .pseudonym, .shift: true
        case .redact, .null, .last4, .first1, .year, .zip3, .age90, .json, .keep: false
        }
    }

    /// As the policy calls it.
    var name: String {
        switch self {
        case .redact: "redact"
        case .null: "null"
        case .last4: "last4"
        case .first1: "first1"
        case .year: "year"
        case .zip3: "zip3"
        case .age90: "age90"
        case .pseudonym: "pseudonym"
        case .shift: "shift"
        case .json: "json"
        case .keep: "keep"
        }
    }
}
