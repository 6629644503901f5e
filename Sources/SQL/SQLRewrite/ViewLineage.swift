import Policy
import SQLSyntax

/// Follows protected columns through the definitions of views and materialized views.
///
/// A view runs on raw values with its owner's rights, so what it shows is masked at its output: a plain column keeps
/// its mask, any other expression over protected data becomes NULL. What cannot be followed is taken for protected.
///
/// A view is not readable at all where more than its columns would tell:
///
/// - its *rows* depend on protected values (a predicate, join, grouping or limit over them). Joins and groupings over
///   pseudonyms are the exception, since pseudonyms show equality anyway;
/// - its rows are found by a column that an index holds beside a protected one: they would come in that one's order;
/// - it computes from protected values in a query that the server may compute as a whole, whatever is read of it: a
///   division by zero in a column that nobody asked for would tell. Where a query is certain to be merged into what is
///   around it, columns that are not asked for are never computed.
struct ViewLineage {
    enum Ruling: Equatable {
        case free
        case masked([String: ColumnMask])
        case unreadable(String)
    }

    let catalog: Catalog
    let tables: [QualifiedName: [String: ColumnMask]]
    let unreadable: [QualifiedName: String]
    let code: TrustedCode
    /// What must not be told of rows that are kept back; nil where there are none.
    private let telling: HiddenCounts?
    /// Of tables at first; of every view and materialized view that has been examined as well.
    private(set) var order: IndexOrder
    /// The view being examined is a materialized one: its rows were computed when it was refreshed.
    private(set) var isStored = false
    private let parse: ProtectionMap.Parse
    private var rulings: [QualifiedName: Ruling] = [:]
    /// What the views show that are readable.
    private var outputs: [QualifiedName: Output] = [:]
    private var underway: Set<QualifiedName> = []
    /// Views whose rows the server may sort by raw values, to join or group them by what is shown as pseudonyms: their rows
    /// are read in the order of what is shown.
    private(set) var sorted: Set<QualifiedName> = []
    /// The view being examined is one.
    var isSorted = false
    /// Materialized views that compute from protected values as a whole, in words: who reads them sees nothing of that, who
    /// has them computed does.
    private(set) var computing: [QualifiedName: String] = [:]
    /// The same of the view being examined.
    private var computed: String?
    /// What the view being examined reads that is no view.
    private var tablesRead: Set<QualifiedName> = []
    /// The same of views that have been examined.
    private var tablesBehind: [QualifiedName: Set<QualifiedName>] = [:]
    /// What the view being examined makes of the order of its rows, or of the order in which the server computes them.
    private var gathering: String?
    private var unsteady: String?
    /// How an expression of it may fail.
    private var failures: Set<Failure> = []
    /// A query in an expression is being looked at.
    var isInLink = false
    /// The latter two, of views that have been examined.
    private var merged: [QualifiedName: (unsteady: String?, failures: Set<Failure>)] = [:]

    init(
        catalog: Catalog, tables: [QualifiedName: [String: ColumnMask]], unreadable: [QualifiedName: String],
        order: IndexOrder, code: TrustedCode, telling: HiddenCounts?, parse: @escaping ProtectionMap.Parse
    ) {
        self.catalog = catalog
        self.tables = tables
        self.unreadable = unreadable
        self.order = order
        self.code = code
        self.telling = telling
        self.parse = parse
    }

    mutating func ruling(of name: QualifiedName) -> Ruling {
        if let known = rulings[name] { return known }
        guard let relation = catalog.relations[name], let definition = relation.definition else { return .free }
        guard underway.insert(name).inserted else { return .unreadable("\(name) refers to itself") }
        let outer = (isStored, isSorted, gathering, unsteady, failures, isInLink, computed, tablesRead)
        (isStored, isSorted, gathering, computed) = (relation.kind == .materializedView, false, nil, nil)
        (unsteady, failures, isInLink, tablesRead) = (nil, [], false, [])
        defer {
            underway.remove(name)
            (isStored, isSorted, gathering, unsteady, failures, isInLink, computed, tablesRead) = outer
        }
        let ruling = examine(relation, definition)
        rulings[name] = ruling
        if let computed, isStored { computing[name] = computed }
        // What is stored is computed no more.
        if !isStored {
            merged[name] = (unsteady, failures)
            tablesBehind[name] = tablesRead
        }
        return ruling
    }

    private mutating func examine(_ relation: Relation, _ definition: String) -> Ruling {
        guard let parsed = parse(definition), let statement = parsed.statements.first,
            statement.kind == .selectStmtNode, parsed.statements.count == 1
        else { return .unreadable("the definition of \(relation.name) cannot be read") }
        if let code = unknownCode(in: statement) {
            return .unreadable("\(relation.name) runs user-defined code (\(code))")
        }
        if let telling, !SystemRelations.schemas.contains(relation.name.schema),
            statement.contains(where: telling.isTold)
        {
            return .unreadable(
                "\(relation.name) counts, or tells the size of, what has rows that this role does not see")
        }
        do {
            var output = try query(statement, outer: [Scope()])
            if relation.isSecurityBarrier { try requireNothingComputed(output, "a security barrier") }
            if output.columns.count != relation.columns.count {
                guard output.columns.allSatisfy({ $0.taint == .none && !$0.isOrdered }), !mentionsProtected(statement)
                else { return .unreadable("the columns of \(relation.name) cannot be followed") }
                output = Output(relation, [:], ordered: [])
            }
            // What the policy protects of the view itself.
            for (index, column) in relation.columns.enumerated() where output.columns[index].taint == .none {
                guard let mask = tables[relation.name]?[column.name] else { continue }
                output.columns[index].taint = .plain(mask)
                if case .shift(let subject) = mask.mask {
                    output.columns[index].subject = relation.columns.firstIndex { $0.name == subject }
                }
            }
            let rows =
                isSorted
                ? "are joined or grouped by pseudonyms, or sorted for an aggregate"
                : "may be kept in the order of an index"
            if isStored, mayBeInOrderOfIndex { isSorted = true }
            if isSorted, let words = reasonNotToSort(relation) {
                throw Influence("\(words) of rows that \(rows)", .order)
            }
            if isSorted { sorted.insert(relation.name) }
            let ruling = ruling(relation, output)
            // Its indexes are known now.
            outputs[relation.name] =
                isStored ? output.stored(as: relation, ordered: order.columns(of: relation.name)) : output
            return ruling
        } catch let influence as Influence {
            return .unreadable("\(influence.kind.words(relation.name)) (\(influence.reason))")
        } catch {
            return .unreadable("the definition of \(relation.name) cannot be followed")
        }
    }

    private mutating func ruling(_ relation: Relation, _ output: Output) -> Ruling {
        var masks: [String: ColumnMask] = [:]
        for (column, shown) in zip(relation.columns, output.columns) {
            switch shown.taint {
            case .none: continue
            case .plain(var mask):
                if case .shift = mask.mask {
                    let subject = shown.subject.map { relation.columns[$0].name }
                    mask.mask = subject.map(Mask.shift) ?? .null
                }
                mask.origins.removeAll(where: SystemRelations.isOfSystem)
                masks[column.name] = mask
            case .derived(let origins, _):
                masks[column.name] = ColumnMask(
                    mask: .null, origins: origins.filter { !SystemRelations.isOfSystem($0) }.sorted())
            }
        }
        if isStored {
            order.add(materialized: relation, masks)
        } else {
            let ordered = zip(relation.columns, output.columns).filter(\.1.isOrdered)
            order.add(view: relation.name, Set(ordered.map(\.0.name)))
        }
        return masks.isEmpty ? .free : .masked(masks)
    }

    // MARK: the order of rows

    /// Whether who refreshed a materialized view may have been given an index in place of a table, with rows in the order of
    /// protected values, which are kept so. (Sessions of a lane are not: `enable_indexonlyscan` is off.) Of which columns an
    /// index must have for it the planner decides, and not by the definition alone.
    private var mayBeInOrderOfIndex: Bool { tablesRead.contains(where: order.isOrdered) }

    mutating func note(gathering words: String) { gathering = gathering ?? words }
    mutating func note(computed words: String) { computed = computed ?? words }
    mutating func note(unsteady words: String) { unsteady = unsteady ?? words }
    mutating func note(failures more: Set<Failure>) { failures.formUnion(more) }

    /// What in the view makes more of the order of its rows than that they come in it; nil: nothing.
    private func reasonNotToSort(_ relation: Relation) -> String? {
        if let column = relation.columns.first(where: { $0.typeSchema != "pg_catalog" }) {
            return "\(column.name), whose type has an order of its own,"
        }
        // What is stored was computed when it was refreshed.
        return gathering ?? unsteady ?? (isStored ? nil : Self.words(failures))
    }

    /// A user-defined operator or conversion whose function could read anything.
    private func unknownCode(in node: SyntaxNode) -> String? {
        switch node.kind {
        case .aExpr:
            if let name = node.names(.name).last, node.names(.name).first != "pg_catalog",
                let words = code.unknown(operator: name)
            {
                return "operator \(name) \(words)"
            }
        case .typeNameNode:
            let names = node.names(.names)
            if let name = names.last, names.first != "pg_catalog", let unknown = code.unknown(type: name, in: nil) {
                return "type \(name): \(unknown.words)"
            }
        default: break
        }
        for child in node.children { if let code = unknownCode(in: child) { return code } }
        return nil
    }

    private func mentionsProtected(_ node: SyntaxNode) -> Bool {
        if node.kind == .rangeVar, let name = node.string(.relname) {
            let isView = catalog.relations.values.contains { $0.name.name == name && $0.definition != nil }
            if isView || tables.keys.contains(where: { $0.name == name }) { return true }
        }
        return node.children.contains(where: mentionsProtected)
    }

    /// What a relation of the server or the policy shows.
    mutating func output(of qualified: QualifiedName) throws -> Output {
        guard let relation = catalog.relations[qualified] else { throw Influence("relation \(qualified)") }
        if let reason = unreadable[qualified] { throw Influence(reason) }
        if SystemRelations.refuses(relation) || SystemRelations.filters[qualified] != nil {
            throw Influence("\(qualified), which may not be read")
        }
        guard relation.definition == nil else {
            if case .unreadable(let reason) = ruling(of: qualified) { throw Influence(reason) }
            guard let output = outputs[qualified] else { throw Influence("relation \(qualified)") }
            tablesRead.formUnion(relation.kind == .materializedView ? [qualified] : tablesBehind[qualified] ?? [])
            if sorted.contains(qualified) { isSorted = true }
            if let inner = merged[qualified] {
                if let call = inner.unsteady { note(unsteady: call) }
                note(failures: inner.failures)
            }
            return output.renamed(relation.columns.map(\.name))
        }
        tablesRead.insert(qualified)
        var masks = tables[qualified] ?? [:]
        for column in SystemRelations.hiddenColumns(of: relation) {
            masks[column] = ColumnMask(mask: .null, origins: [])
        }
        // What is the server's own has no origin in the policy; here it needs one to be followed by.
        for (column, mask) in masks where mask.origins.isEmpty {
            masks[column]?.origins = ["\(qualified).\(column)"]
        }
        return Output(relation, masks, ordered: order.columns(of: qualified))
    }
}
