package import Policy

/// What a statement on a relation runs although nobody names it in the statement, as far as it is not trusted: triggers,
/// defaults, generated columns, constraints, indexes, types, definitions of views, and all of that behind the partitions,
/// children and foreign keys of the relation, however far.
///
/// Code that nobody has read can read any table. So whoever asks this refuses what runs it, whichever relation it is on.
package struct RunningCode: Sendable {
    private struct Moments: OptionSet, Sendable {
        let rawValue: Int
        static let reading = Moments(rawValue: 1)
        static let inserting = Moments(rawValue: 2)
        static let updating = Moments(rawValue: 4)
        static let deleting = Moments(rawValue: 8)
        static let truncating = Moments(rawValue: 16)
        /// A value is left to the default.
        static let defaulting = Moments(rawValue: 32)
        /// A definition names the relation: it is copied, checked again, rebuilt, or computed.
        static let defining = Moments(rawValue: 64)

        static let writing: Moments = [.inserting, .updating]
        static let any: Moments = [
            .reading, .inserting, .updating, .deleting, .truncating, .defaulting, .defining,
        ]
    }

    private struct Piece: Sendable {
        var moments: Moments
        /// Of an update or a default: only when one of these is concerned; empty: always.
        var columns: Set<String>
        var words: String
        /// It counts where rows come in through the relation's own partitions, too.
        var isOfFamily = false

        func runs(_ moment: Moments, _ concerned: Set<String>) -> Bool {
            guard !moments.isDisjoint(with: moment) else { return false }
            guard !columns.isEmpty, moment == .updating || moment == .defaulting else { return true }
            return !columns.isDisjoint(with: concerned)
        }
    }

    package let actions: ReferenceActions
    private var pieces: [QualifiedName: [Piece]] = [:]
    private var children: [QualifiedName: [QualifiedName]] = [:]
    private var parents: [QualifiedName: [QualifiedName]] = [:]
    /// The relations that refer to one by a foreign key.
    private var referring: [QualifiedName: [QualifiedName]] = [:]
    /// The views that a view reads.
    private var views: [QualifiedName: [QualifiedName]] = [:]
    /// Relations from which a piece can be reached: of all others nothing need be asked.
    private var concerned: Set<QualifiedName> = []
    private var ofDefinitions: String?

    init() { actions = ReferenceActions(catalog: Catalog(), families: Families(Catalog())) }

    init(catalog: Catalog, code: TrustedCode, families: Families, actions: ReferenceActions) {
        self.actions = actions
        for relation in catalog.relations.values {
            add(relation, code)
            for parent in relation.parents { children[parent, default: []].append(relation.name) }
            if !relation.parents.isEmpty { parents[relation.name] = relation.parents }
            for case let reference? in relation.constraints.lazy.map(\.reference) {
                referring[reference.relation, default: []].append(relation.name)
            }
            if relation.kind == .view {
                let read = relation.reads.filter { catalog.relations[$0]?.kind == .view }
                if !read.isEmpty { views[relation.name] = Array(read) }
            }
        }
        for trigger in catalog.eventTriggers {
            guard ofDefinitions == nil, let words = code.unknown(trigger.use) else { continue }
            ofDefinitions = "\(trigger.what) \(words)"
        }
        mark(catalog)
    }

    // MARK: asking

    /// Those that something belongs to which is not trusted.
    var relations: some Sequence<QualifiedName> { pieces.keys }

    /// Whether any statement on it may run something that is not trusted.
    func concerns(_ relation: QualifiedName) -> Bool { concerned.contains(relation) }

    /// What an INSERT or COPY may run that is not trusted, in words that name it; nil where all of it is.
    /// - Parameters:
    ///   - columns: those that get a value.
    ///   - usesDefaults: the statement leaves some of these to their defaults, too, by the word.
    package func untrusted(
        inserting columns: Set<String>, into relation: QualifiedName, usesDefaults: @autoclosure () -> Bool = false
    ) -> String? {
        guard concerned.contains(relation) else { return nil }
        let all = usesDefaults()
        return first(.inserting, columns, relation)
            ?? own(.defaulting, relation) { all || $0.columns.isDisjoint(with: columns) }
    }

    /// The same of an UPDATE of these columns.
    package func untrusted(
        updating columns: Set<String>, in relation: QualifiedName, usesDefaults: @autoclosure () -> Bool = false
    ) -> String? {
        guard concerned.contains(relation) else { return nil }
        return written(columns, relation)
            ?? (usesDefaults() ? own(.defaulting, relation) { !$0.columns.isDisjoint(with: columns) } : nil)
            ?? following(actions.actions(updating: columns, in: relation))
    }

    /// The same of a DELETE.
    package func untrusted(deletingFrom relation: QualifiedName) -> String? {
        guard concerned.contains(relation) else { return nil }
        return first(.deleting, [], relation) ?? following(actions.actions(deletingFrom: relation))
    }

    /// The same of TRUNCATE, as if it had CASCADE.
    package func untrusted(truncating relation: QualifiedName) -> String? {
        guard concerned.contains(relation) else { return nil }
        return Self.reached(from: relation, referring).lazy.compactMap { first(.truncating, [], $0) }.first
    }

    /// The same of a query.
    package func untrusted(reading relation: QualifiedName) -> String? {
        guard concerned.contains(relation) else { return nil }
        return first(.reading, [], relation)
            ?? views[relation].flatMap { views in
                views.lazy.compactMap { untrusted(reading: $0) }.first
            }
    }

    /// The same of a definition that names the relation, and of what is made by it: a copy of its columns, a child.
    package func untrusted(defining relation: QualifiedName) -> String? {
        concerned.contains(relation) ? first(.defining, [], relation) : nil
    }

    /// The same of whatever may ever be done through a view of the relation.
    package func untrusted(viewing relation: QualifiedName) -> String? {
        guard concerned.contains(relation) else { return nil }
        return untrusted(reading: relation) ?? first(.any, [], relation)
            ?? following(actions.actions(changing: relation))
    }

    /// The same of a definition of everything that there is (ANALYZE).
    package var untrustedByDefiningAll: String? {
        pieces.lazy.compactMap { $0.value.first { $0.moments.contains(.defining) }?.words }.min()
    }

    /// What DDL may run that is not trusted, whatever it defines.
    package var untrustedByDefinitions: String? { ofDefinitions }

    // MARK: looking

    private func first(_ moment: Moments, _ columns: Set<String>, _ relation: QualifiedName) -> String? {
        for place in below(relation) {
            if let piece = pieces[place]?.first(where: { $0.runs(moment, columns) }) { return piece.words }
        }
        guard !moment.isDisjoint(with: .writing) else { return nil }
        // The key of what it is a partition of says whether a row may be here.
        for place in above(relation) {
            if let piece = pieces[place]?.first(where: { $0.isOfFamily && $0.runs(moment, columns) }) {
                return piece.words
            }
        }
        return nil
    }

    private func own(_ moment: Moments, _ relation: QualifiedName, _ counts: (Piece) -> Bool) -> String? {
        pieces[relation]?.first { !$0.moments.isDisjoint(with: moment) && counts($0) }?.words
    }

    private func written(_ columns: Set<String>, _ relation: QualifiedName) -> String? {
        let columns = actions.generated.changed(updating: columns, in: relation)
        if let words = first(.updating, columns, relation) { return words }
        // A row that moves to another partition is deleted and inserted.
        guard actions.movesRows(updating: columns, in: relation) else { return nil }
        return first(.deleting, [], relation) ?? first(.inserting, columns, relation)
    }

    private func following(_ actions: [ReferenceActions.Action]) -> String? {
        for action in actions.sorted(by: { ($0.relation, $0.constraint) < ($1.relation, $1.constraint) })
        where concerned.contains(action.relation) {
            let words =
                action.isDeletion
                ? first(.deleting, [], action.relation)
                : written(action.columns, action.relation)
                    ?? (action.setsDefaults
                        ? own(.defaulting, action.relation) { !$0.columns.isDisjoint(with: action.columns) } : nil)
            if let words { return "by foreign key \"\(action.constraint)\": \(words)" }
        }
        return nil
    }

    /// The relation and all that inherits from it, however far.
    private func below(_ relation: QualifiedName) -> [QualifiedName] { Self.reached(from: relation, children) }
    private func above(_ relation: QualifiedName) -> [QualifiedName] { Self.reached(from: relation, parents) }

    private static func reached(
        from relation: QualifiedName, _ links: [QualifiedName: [QualifiedName]]
    ) -> [QualifiedName] {
        guard links[relation] != nil else { return [relation] }
        var found = [relation]
        var known: Set = [relation]
        var next = 0
        while next < found.count {
            for name in links[found[next]] ?? [] where known.insert(name).inserted { found.append(name) }
            next += 1
        }
        return found
    }

    // MARK: making

    private mutating func add(_ relation: Relation, _ code: TrustedCode) {
        var own: [Piece] = []
        if relation.hasRules {
            own.append(
                Piece(
                    moments: [.inserting, .updating, .deleting], columns: [],
                    words: "the rules of \(relation.name) run what nobody here has read"))
        }
        if let words = code.unknown(type: relation.name) {
            own.append(Piece(moments: .any, columns: [], words: "\(relation.name): \(words)"))
        }
        for attached in relation.code {
            guard let words = code.unknown(attached.use) else { continue }
            own.append(
                Piece(
                    moments: Self.moments(of: attached, in: relation), columns: attached.waitsFor,
                    words: "\(attached.words(of: relation.name)) \(words)", isOfFamily: attached.kind == .partitionKey))
            // The referenced side compares, too.
            if attached.kind == .foreignKey, let reference = relation.reference(of: attached.name) {
                pieces[reference, default: []].append(
                    Piece(
                        moments: [.updating, .deleting], columns: [],
                        words: "\(attached.words(of: relation.name)) \(words)"))
            }
        }
        if !own.isEmpty { pieces[relation.name, default: []] += own }
    }

    private static func moments(of code: AttachedCode, in relation: Relation) -> Moments {
        switch code.kind {
        case .trigger:
            var moments: Moments = []
            if code.events.contains(.insert) { moments.insert(.inserting) }
            if code.events.contains(.update) { moments.insert(.updating) }
            if code.events.contains(.delete) { moments.insert(.deleting) }
            if code.events.contains(.truncate) { moments.insert(.truncating) }
            return moments
        case .defaultValue: return [.defaulting, .defining]
        case .generated, .check, .exclusion, .index, .partitionKey: return [.inserting, .updating, .defining]
        case .foreignKey: return .writing
        case .virtual, .order: return .any
        case .statistics: return .defining
        case .definition: return relation.kind == .view ? .reading : .defining
        }
    }

    /// Finds the relations that a piece can be reached from, going back from the pieces.
    private mutating func mark(_ catalog: Catalog) {
        guard !pieces.isEmpty else { return }
        var back: [QualifiedName: Set<QualifiedName>] = [:]
        for relation in catalog.relations.values {
            let name = relation.name
            for parent in relation.parents {
                back[name, default: []].insert(parent)
                back[parent, default: []].insert(name)
            }
            for next in actions.next(to: name) { back[next, default: []].insert(name) }
            for next in referring[name] ?? [] { back[next, default: []].insert(name) }
            for view in views[name] ?? [] { back[view, default: []].insert(name) }
        }
        var pending = Array(pieces.keys)
        concerned = Set(pending)
        while let name = pending.popLast() {
            for other in back[name] ?? [] where concerned.insert(other).inserted { pending.append(other) }
        }
    }
}

extension AttachedCode {
    /// The columns without which it does not run.
    fileprivate var waitsFor: Set<String> { kind == .trigger || kind == .defaultValue ? columns : [] }

    fileprivate func words(of relation: QualifiedName) -> String {
        switch kind {
        case .trigger: "trigger \(name) of \(relation)"
        case .defaultValue: "the default of \(relation).\(name)"
        case .generated, .virtual: "the expression of \(relation).\(name)"
        case .check: "the check \(name) of \(relation)"
        case .foreignKey: "the foreign key \(name) of \(relation)"
        case .exclusion: "the exclusion constraint \(name) of \(relation)"
        case .index: "the index \(name) of \(relation)"
        case .order: "the operator class of \(name) of \(relation)"
        case .partitionKey: "the partition key of \(relation)"
        case .statistics: "the statistics \(name) of \(relation)"
        case .definition: "the definition of \(relation)"
        }
    }
}

extension Relation {
    fileprivate func reference(of constraint: String) -> QualifiedName? {
        constraints.first { $0.kind == .foreignKey && $0.name == constraint }?.reference?.relation
    }
}
