package import Policy
package import SQLSyntax

/// Which relations carry PHI, and the masked derived table of each: the policy's map carried over to everything that
/// shows the same values (partitions, inheritance, generated columns, views, materialized views).
package struct ProtectionMap: Sendable {
    package typealias Parse = @Sendable (String) -> ParsedText?

    /// By relation, then column. A relation that is here is read only through its mask; one without a masked column is here
    /// because what is said of it, or done to it, is of protected rows as well.
    package private(set) var masks: [QualifiedName: [String: ColumnMask]] = [:]
    /// Views whose rows depend on protected values: not readable, with the reason.
    package private(set) var unreadable: [QualifiedName: String] = [:]
    /// The select list of each protected relation's derived table.
    package private(set) var selectLists: [QualifiedName: String] = [:]
    package private(set) var oracles = WriteOracles()
    private(set) var maskedWrites = MaskedWrites()
    private(set) var maintenance = MaintenanceOracles()
    private(set) var indexOrder = IndexOrder()
    /// What a statement runs without naming it.
    package private(set) var running = RunningCode()
    /// The same, as if the policy had named no code; nil where it names none.
    private(set) var entrusted: EntrustedCode?
    private(set) var writing: WritingCode?
    /// What makes every answer unsafe, for the operator; the lane is not ready while there is any.
    package private(set) var problems: [String] = []
    /// Where the policy's map does not fit to this catalog, for the operator. What it is about is closed: it stands in
    /// `unreadable`, and so does what shares rows with it or shows them.
    package private(set) var misfits: [String] = []
    /// The relations that are closed because of a misfit, by their names in this catalog, with the reason.
    package private(set) var closed: [QualifiedName: String] = [:]
    /// What the policy names and is not there: what is made under such a name would be taken for it.
    private(set) var absent: Set<QualifiedName> = []
    /// Those that only look like what the policy names, or were it once.
    private(set) var guessed: Set<QualifiedName> = []
    /// Relations with protected columns, or closed, and every view that reads one, whatever it shows: how they are read, and
    /// what that costs, follows from how raw values are stored.
    private(set) var near: Set<QualifiedName> = []
    /// See `ViewLineage.sorted`.
    private var sortedViews: Set<QualifiedName> = []
    /// What stands behind the derived table's FROM: the order of what is shown of it.
    package private(set) var orderings: [QualifiedName: String] = [:]
    private(set) var counts = HiddenCounts()
    /// Plain names of protected relations: an unqualified use of one is written out in full.
    package private(set) var names: Set<String> = []
    /// Schemas that hold one, or what belongs to one.
    private(set) var schemas: Set<String> = []
    /// Of protected relations.
    private var belongings = Belongings()
    /// Rows of these are locked by the server for foreign keys over protected columns: which, would tell the values.
    private(set) var locked: Set<QualifiedName> = []
    /// What these and their indexes are called.
    private(set) var lockedNames: [String: QualifiedName] = [:]
    /// These, and every view over them.
    private(set) var lockedBehind: Set<QualifiedName> = []
    /// By relation: its columns that foreign keys tie to protected ones, in either direction.
    private(set) var linked: [QualifiedName: Set<String>] = [:]
    /// Tables of which some rows are shown.
    package private(set) var rows = RowFilters()
    /// What chooses them, as SQL.
    private(set) var rowConditions: [QualifiedName: String] = [:]

    /// The indexes that masking takes away from statements, for the operator.
    package private(set) var indexesTakenAway: [IndexTakenAway] = []

    /// Open relations from which a write leads to protected ones: see `leading(to:in:)`.
    private(set) var leading: Set<QualifiedName> = []

    /// A table may be protected as soon as there is one, without being named.
    private let expectsMore: Bool
    package let families: Families
    /// What foreign keys write by themselves.
    package let actions: ReferenceActions

    package var isEmpty: Bool {
        masks.isEmpty && unreadable.isEmpty && problems.isEmpty && misfits.isEmpty && !expectsMore
    }

    /// - Parameters:
    ///   - filters: which rows of some tables are shown.
    ///   - unlisted: tables that are closed because nobody has said what they are, with the reason.
    ///   - expectsMore: what is not protected now may be by the next catalog, without being named.
    ///   - remembered: what was protected earlier under this policy.
    ///   - readsCode: what runs behind statements is looked at although nothing should be protected.
    package init(
        columns: [ProtectedColumn], filters: [RowFilter] = [], unlisted: [QualifiedName: String] = [:],
        expectsMore: Bool = false, catalog: Catalog, code: TrustedCode,
        remembered: RememberedTables = RememberedTables(), readsCode: Bool = false,
        parse: @escaping Parse
    ) {
        self.expectsMore = expectsMore
        families = Families(catalog)
        actions = ReferenceActions(catalog: catalog, families: families)
        for column in columns { addDirect(column, catalog) }
        if !filters.isEmpty { addFilters(filters, catalog) }
        closeMisfits(columns, catalog, families, remembered.tables)
        closeUnlisted(unlisted, catalog, families)
        spreadOverTables(catalog, families)
        // Every definition is parsed for it.
        lazy var readers = Self.readers(catalog, parse)
        if !masks.isEmpty, !catalog.typeRows.isEmpty { addRows(catalog, families, readers) }
        closeForgotten(catalog, families, remembered.tables)
        if maskForgotten(columns, catalog, remembered) { spreadOverTables(catalog, families) }
        // What is added below is about what is masked or closed here.
        if !isEmpty || readsCode {
            running = RunningCode(catalog: catalog, code: code, families: families, actions: actions)
        }
        if !isEmpty {
            entrusted = EntrustedCode(catalog: catalog, code: code, families: families, actions: actions)
        }
        if !masks.isEmpty {
            let order = IndexOrder(catalog: catalog, families: families, masks: masks)
            oracles = WriteOracles(
                catalog: catalog, families: families, actions: actions, order: order, masks: told(catalog),
                parse: parse)
            maskedWrites = MaskedWrites(catalog: catalog, families: families, actions: actions, masks: masks)
            writing = WritingCode(
                catalog: catalog, code: code, families: families, actions: actions,
                dictionaries: maskedWrites.dictionaries)
            addRowSecurity(catalog, order, code)
            addPartitionKeys(catalog, families)
            addCode(catalog, code)
            link(catalog, families)
            hideLocks(catalog, readers, parse)
            findNear(readers)
            let computing = addViews(catalog, order, code, parse) { relation in
                Self.masks(of: relation, holding: remembered, sparing: columns)
            }
            maintenance = MaintenanceOracles(
                catalog: catalog, families: families, masks: told(catalog), computing: computing)
            for name in rows.sequences where unreadable[name] == nil {
                unreadable[name] = "it counts rows of a table of which this role sees some"
            }
            let behind = Set(told(catalog).keys)
            leading = leading(to: behind, in: catalog).subtracting(behind)
        }
        if !isEmpty { findNear(readers) }
        if !isEmpty { hideSystemColumns(catalog) }
        if !masks.isEmpty { hideCounts(catalog) }
        for (name, columns) in masks { selectLists[name] = selectList(catalog.relations[name], columns) }
        for name in sortedViews { orderings[name] = ordering(catalog.relations[name], masks[name] ?? [:]) }
        for name in rows.relations { addRowCondition(name, catalog) }
        names = Set(masks.keys.map(\.name)).union(unreadable.keys.map(\.name))
        if !isEmpty { belongings = Belongings(catalog) { [self] in masks[$0] != nil || unreadable[$0] != nil } }
        schemas = Set(masks.keys.map(\.schema)).union(unreadable.keys.map(\.schema)).union(belongings.schemas)
    }

    private mutating func addFilters(_ filters: [RowFilter], _ catalog: Catalog) {
        rows = RowFilters(filters, catalog, families)
        for name in rows.relations where masks[name] == nil { masks[name] = [:] }
    }

    /// What a write could tell of: protected columns, and everything of tables with rows that are kept back.
    private func told(_ catalog: Catalog) -> [QualifiedName: [String: ColumnMask]] {
        rows.isEmpty ? masks : masks.merging(rows.everything(in: catalog)) { _, all in all }
    }

    /// A view has all rows, whoever reads it.
    private var unfiltered: [QualifiedName: String] {
        let sequences = rows.sequences.map { ($0, "\($0), which counts rows of a table of which this role sees some") }
        return rows.relations.reduce(into: Dictionary(uniqueKeysWithValues: sequences)) {
            $0[$1] = "\($1), of which this role sees some rows: a view shows what its owner sees"
        }
    }

    private mutating func link(_ catalog: Catalog, _ families: Families) {
        for relation in catalog.relations.values {
            for constraint in relation.constraints {
                guard let reference = constraint.reference else { continue }
                let isReferring =
                    rows.covers(relation.name)
                    || constraint.columns.contains { masks[relation.name]?[$0] != nil }
                let isReferred =
                    rows.covers(reference.relation)
                    || reference.columns.contains { masks[reference.relation]?[$0] != nil }
                guard isReferring || isReferred else { continue }
                for place in families.of(relation.name) { linked[place, default: []].formUnion(constraint.columns) }
                for place in families.of(reference.relation) { linked[place, default: []].formUnion(reference.columns) }
                if isReferring {
                    locked.formUnion(families.of(reference.relation))
                }
            }
        }
    }

    /// Views that show which rows of such a table are locked, or wait for them.
    private mutating func hideLocks(
        _ catalog: Catalog, _ readers: [QualifiedName: [QualifiedName]], _ parse: Parse
    ) {
        for name in locked.sorted().reversed() {
            lockedNames[name.name] = name
            for index in catalog.relations[name]?.indexes ?? [] { lockedNames[index.name] = name }
        }
        lockedBehind = locked
        var pending = Array(locked)
        while let name = pending.popLast() {
            for view in readers[name] ?? [] where lockedBehind.insert(view).inserted { pending.append(view) }
        }
        for name in lockedBehind {
            guard let definition = catalog.relations[name]?.definition else { continue }
            let shows = parse(definition)?.statements.first?.contains(where: StatementWalker.showsLocks)
            if shows ?? true { unreadable[name] = "it shows which rows are locked for protected values" }
        }
    }

    package func locksRows(of names: Set<QualifiedName>) -> Bool { !lockedBehind.isDisjoint(with: names) }

    /// What is protected about a name, or could be where it has no schema, in words that begin with it; nil: nothing.
    func protects(_ name: String, in schema: String?) -> String? {
        let words = (schema.map { $0 + "." } ?? "") + name
        let isProtected =
            schema.map { QualifiedName($0, name) }.map { masks[$0] != nil || unreadable[$0] != nil }
            ?? names.contains(name)
        if isProtected {
            return "\(words), which carries protected columns\(rows.isEmpty ? "" : " or shows some rows only")"
        }
        if rows.countingAlike.contains(where: { $0.name == name && (schema == nil || $0.schema == schema) }) {
            return "\(words), which counts by a sequence that also counts rows which this role does not see"
        }
        if absent.contains(where: { $0.name == name && (schema == nil || $0.schema == schema) }) {
            return "\(words), which the policy protects, and which is not there"
        }
        return belongings.owner(of: name, in: schema).map {
            "\(words), which belongs to \($0), which carries protected columns"
        }
    }

    /// Counts of an index with a predicate over protected values, of a materialized view that chooses by them and of partitions
    /// by them say how many values there are of which kind.
    private mutating func hideCounts(_ catalog: Catalog) {
        counts.ofIndexes = hasTellingIndex(catalog)
        let telling = unreadable.keys.compactMap { catalog.relations[$0] }.filter {
            $0.kind.holdsRows && $0.kind != .view
        }
        counts.relations = (telling + rows.relations.compactMap { catalog.relations[$0] }).map(\.oid).sorted()
        counts.ofRows = !rows.isEmpty
        counts.sequences = Set(rows.sequences.map(\.name))
        guard !counts.isEmpty else { return }
        for name in counts.shownBy where catalog.relations[name] != nil { masks[name] = masks[name] ?? [:] }
    }

    /// An index that looks at a protected column in its expressions or its predicate, or has not one row for each of the table:
    /// one for each element, or none where there is nothing.
    private func hasTellingIndex(_ catalog: Catalog) -> Bool {
        masks.contains { name, columns in
            catalog.relations[name]?.indexes.contains { index in
                index.others.contains { columns[$0] != nil }
                    || index.method != "btree" && index.keys.contains { $0.map { columns[$0] != nil } ?? false }
            } ?? false
        }
    }

    // MARK: from the policy

    private mutating func addDirect(_ protected: ProtectedColumn, _ catalog: Catalog) {
        guard protected.mask != .keep, let relation = catalog.relations[protected.relation], relation.kind.holdsRows,
            let column = relation.columns.first(where: { $0.name == protected.column })
        else { return }
        // Two boxes of one size are equal; arrays, rows and documents hold more than one value; the equality of an extension's
        // type is another than the server's own (citext), or there is none.
        let isOne =
            column.typeSchema == "pg_catalog"
            ? Comparison.types.contains(column.typeName) : column.typeKind == "e"
        if protected.lookup == .equality, !isOne {
            note(
                "\(protected.description) is of type \(column.sqlType), in which nothing is looked up: it has lookup: equality for nothing"
            )
        }
        masks[protected.relation, default: [:]][protected.column] = ColumnMask(
            mask: protected.mask, lookup: !isOne ? .none : protected.lookup,
            write: protected.write ?? false, origins: [protected.description])
    }

    // MARK: closing

    mutating func note(_ misfit: String) { misfits.append(misfit) }

    mutating func setClosed(_ relation: QualifiedName, _ reason: String, isGuess: Bool) {
        guard closed[relation] == nil else { return }
        closed[relation] = reason
        unreadable[relation] = reason
        if isGuess { guessed.insert(relation) }
    }

    mutating func setAbsent(_ relation: QualifiedName) { absent.insert(relation) }

    mutating func setMask(_ mask: ColumnMask, _ relation: QualifiedName, _ column: String) {
        if masks[relation]?[column] == nil { masks[relation, default: [:]][column] = mask }
    }

    // MARK: to columns that hold whole rows

    /// A column whose type is made of rows of a protected relation, or of a view over one.
    private mutating func addRows(
        _ catalog: Catalog, _ families: Families, _ readers: [QualifiedName: [QualifiedName]]
    ) {
        var isFound = true
        while isFound {
            isFound = false
            findNear(readers)
            for relation in catalog.relations.values where relation.definition == nil {
                for column in relation.columns where masks[relation.name]?[column.name] == nil {
                    guard let held = catalog.typeRows[column.typeOID]?.first(where: near.contains) else { continue }
                    let origins = (masks[held] ?? [:]).values.flatMap(\.origins)
                    masks[relation.name, default: [:]][column.name] = ColumnMask(
                        mask: .null, origins: origins.isEmpty ? ["\(held)"] : Set(origins).sorted())
                    isFound = true
                }
            }
            if isFound { spreadOverTables(catalog, families) }
        }
    }

    // MARK: to children, parents and generated columns

    private mutating func spreadOverTables(_ catalog: Catalog, _ families: Families) {
        // What the policy says of a table itself, or an earlier round has found out.
        let own = masks
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for name in Array(masks.keys) {
                if addGenerated(name, catalog) { hasChanged = true }
                for parent in catalog.relations[name]?.parents ?? [] where catalog.relations[parent] != nil {
                    if set(merged(name, into: parent, catalog), parent) { hasChanged = true }
                }
                for child in families.children(of: name) {
                    let merged = merged(name, into: child, sparing: own[child] ?? [:], catalog)
                    if !merged.isEmpty, set(merged, child) { hasChanged = true }
                }
            }
        }
    }

    /// Who reads or changes a parent does so to the rows of its children, with all their columns: it shows no more of one than
    /// the child itself. Where two children, or it and a child, would be shown otherwise, nothing is shown.
    /// - Parameter own: what is said of the other itself, and stays.
    private func merged(
        _ name: QualifiedName, into other: QualifiedName, sparing own: [String: ColumnMask] = [:], _ catalog: Catalog
    ) -> [String: ColumnMask] {
        var known = masks[other] ?? [:]
        let columns = catalog.relations[other]?.columns ?? []
        for (column, mask) in masks[name] ?? [:]
        where own[column] == nil && columns.contains(where: { $0.name == column }) {
            known[column] = known[column].map { $0.meeting(mask) } ?? mask
        }
        return known
    }

    /// - Returns: whether that is new.
    private mutating func set(_ columns: [String: ColumnMask], _ relation: QualifiedName) -> Bool {
        guard columns != masks[relation] else { return false }
        masks[relation] = columns
        return true
    }

    /// A generated column over a protected one shows it in another form: NULL. The policy may give a mask of its own to one
    /// that is stored. A virtual one is an expression, which fails for some values when it is computed: none is shown that
    /// computes it.
    private mutating func addGenerated(_ name: QualifiedName, _ catalog: Catalog) -> Bool {
        guard let relation = catalog.relations[name], let own = masks[name] else { return false }
        var changed = false
        for column in relation.columns {
            let known = own[column.name]
            if let known, !column.isVirtual || known.isConstant { continue }
            let origins = Set(column.generatedFrom.flatMap { own[$0]?.origins ?? [] })
            if !origins.isEmpty {
                masks[name]?[column.name] = ColumnMask(
                    mask: .null, origins: origins.union(known?.origins ?? []).sorted())
                changed = true
            }
        }
        return changed
    }

    // MARK: to views

    /// - Parameter held: by a materialized view, since its rows were made: columns with protected values.
    /// - Returns: see `ViewLineage.computing`.
    private mutating func addViews(
        _ catalog: Catalog, _ order: IndexOrder, _ code: TrustedCode, _ parse: @escaping Parse,
        held: (Relation) -> [(column: String, mask: ColumnMask)]
    ) -> [QualifiedName: String] {
        var tables = masks
        // What is stored was shown by a definition of before, of the view's own or of one that it reads.
        for relation in catalog.relations.values where relation.kind == .materializedView {
            for (column, mask) in held(relation) where tables[relation.name]?[column] == nil {
                tables[relation.name, default: [:]][column] = mask
            }
        }
        // A view could count what turns out not to be readable only when views are known.
        let mayCount =
            near.contains { catalog.relations[$0]?.kind == .materializedView } || !unreadable.isEmpty || !rows.isEmpty
        var telling: HiddenCounts?
        if !rows.isEmpty {
            tables[HiddenCounts.sequencesView, default: [:]]["last_value"] = ColumnMask(mask: .null, origins: [])
            telling = HiddenCounts(
                relations: rows.relations.compactMap { catalog.relations[$0]?.oid }, ofRows: true,
                sequences: Set(rows.sequences.map(\.name)))
        }
        if mayCount || hasTellingIndex(catalog) {
            for (name, columns) in HiddenCounts.columns {
                for column in columns { tables[name, default: [:]][column] = ColumnMask(mask: .null, origins: []) }
            }
        }
        var lineage = ViewLineage(
            catalog: catalog, tables: tables, unreadable: unreadable.merging(unfiltered) { own, _ in own },
            order: order, code: code, telling: telling, parse: parse)
        for relation in catalog.relations.values where relation.definition != nil {
            switch lineage.ruling(of: relation.name) {
            case .free: continue
            case .masked(let columns): masks[relation.name] = columns
            case .unreadable(let reason): unreadable[relation.name] = reason
            }
        }
        indexOrder = lineage.order
        sortedViews = lineage.sorted
        for name in sortedViews where unreadable[name] == nil { masks[name] = masks[name] ?? [:] }
        indexesTakenAway = indexOrder.takenAway(catalog, masks)
        // A view that shows nothing protected, and could still be read in the order of an index.
        for name in indexOrder.relations where unreadable[name] == nil { masks[name] = masks[name] ?? [:] }
        return lineage.computing
    }

    /// The views that read each relation.
    private static func readers(_ catalog: Catalog, _ parse: Parse) -> [QualifiedName: [QualifiedName]] {
        var readers: [QualifiedName: [QualifiedName]] = [:]
        for relation in catalog.relations.values {
            guard let tree = relation.definition.flatMap(parse)?.tree else { continue }
            for read in RelationIndex.relations(in: tree) { readers[read, default: []].append(relation.name) }
        }
        return readers
    }

    private mutating func findNear(_ readers: [QualifiedName: [QualifiedName]]) {
        near = Set(masks.keys).union(unreadable.keys)
        var pending = Array(near)
        while let name = pending.popLast() {
            for reader in readers[name] ?? [] where near.insert(reader).inserted { pending.append(reader) }
        }
    }

    // MARK: partitions, row security and casts

    /// A check of one child over a protected column is a partition key that nobody calls so; and so is one that others have by
    /// its name alone, and that demands something else of their rows.
    private mutating func addChecksOfChildren(_ catalog: Catalog, _ families: Families) {
        for (name, columns) in masks.sorted(by: { $0.key < $1.key }) {
            let family = families.of(name).sorted().compactMap { catalog.relations[$0] }
            guard family.count > 1 else { continue }
            for constraint in family.flatMap(\.constraints) where constraint.kind == .check {
                guard let column = constraint.columns.filter({ columns[$0] != nil }).min() else { continue }
                let isOfAll = family.allSatisfy {
                    $0.constraints.contains {
                        $0.kind == .check && $0.name == constraint.name && $0.columns == constraint.columns
                            && $0.text == constraint.text
                    }
                }
                if isOfAll { continue }
                for relation in family where unreadable[relation.name] == nil {
                    unreadable[relation.name] =
                        "the check \(constraint.name) of some of the tables that share rows with \(name) looks at \(column), "
                        + "which is protected: where a row is would tell about its value"
                }
            }
        }
    }

    /// A row's partition, and its place in an answer that no ORDER BY sorts, would tell the value of the key.
    private mutating func addPartitionKeys(_ catalog: Catalog, _ families: Families) {
        addChecksOfChildren(catalog, families)
        for relation in catalog.relations.values {
            guard let column = relation.partitionKey.filter({ masks[relation.name]?[$0] != nil }).sorted().first else {
                continue
            }
            for name in families.of(relation.name) {
                unreadable[name] =
                    "\(relation.name) is partitioned by \(column), which is protected: where a row is would tell its value"
            }
        }
    }

    /// Rows that are shown or not because of a protected value would tell it.
    private mutating func addRowSecurity(_ catalog: Catalog, _ order: IndexOrder, _ code: TrustedCode) {
        let secured = catalog.relations.values.filter { $0.rowSecurity != nil }
        // A policy runs under those of the relations that it looks at.
        var known = -1
        while known != unreadable.count {
            known = unreadable.count
            for relation in secured where unreadable[relation.name] == nil {
                guard let security = relation.rowSecurity else { continue }
                unreadable[relation.name] = reason(security, of: relation, catalog, code, order)
            }
        }
    }

    private func reason(
        _ security: RowSecurity, of relation: Relation, _ catalog: Catalog, _ code: TrustedCode, _ order: IndexOrder
    ) -> String? {
        // What a view shows is not followed from here.
        let telling = security.columns.flatMap { looked, columns in
            unreadable[looked] != nil || catalog.relations[looked]?.definition != nil || rows.covers(looked)
                ? ["\(looked)"] : columns.filter { masks[looked]?[$0] != nil }.map { "\(looked).\($0)" }
        }
        if let column = telling.sorted().first {
            return "the row security of \(relation.name) looks at \(column), which is or may show a protected value"
        }
        // Its conditions are the server's own: an index may answer them.
        let order = order.columns(of: relation.name).intersection(security.columns[relation.name] ?? [])
        if let column = order.min() {
            return
                "the row security of \(relation.name) looks at \(column), which an index holds beside a protected column"
        }
        return code.unknown(security.code).map { words in
            "the row security of \(relation.name) \(words), which could read protected tables; "
                + "name it under \"functions\" of the target if it does not"
        }
    }

    private mutating func addCode(_ catalog: Catalog, _ code: TrustedCode) {
        for unnamed in catalog.anywhere {
            guard let words = code.unknown(unnamed.use) else { continue }
            problems.append(
                "\(unnamed.what) \(words), which any expression may do and which could read protected tables; drop it, "
                    + "or name the function under \"functions\" of the target")
        }
    }

    private mutating func hideSystemColumns(_ catalog: Catalog) {
        for relation in catalog.relations.values where SystemRelations.schemas.contains(relation.name.schema) {
            let traces = locked.isEmpty ? [] : SystemRelations.lockTraces[relation.name] ?? []
            let hidden = SystemRelations.hiddenColumns(of: relation)
            for column in hidden + relation.columns.map(\.name).filter(traces.contains) {
                masks[relation.name, default: [:]][column] = ColumnMask(mask: .null, origins: [])
            }
        }
    }

    // MARK: the derived table

    private mutating func addRowCondition(_ name: QualifiedName, _ catalog: Catalog) {
        guard let relation = catalog.relations[name] else { return }
        let unindexed = indexOrder.columns(of: name).union((masks[name] ?? [:]).keys)
        rowConditions[name] = rows.sql(of: relation, unindexed: unindexed)
        // What is asked around it is asked of the rows that are shown, and of no others.
        orderings[name] = " OFFSET 0"
    }

    private func selectList(_ relation: Relation?, _ masks: [String: ColumnMask]) -> String {
        guard let relation else { return "NULL" }
        let ordering = indexOrder.columns(of: relation.name)
        return relation.columns.map { column in
            let name = SQLText.identifier(column.name)
            let other =
                SystemRelations.expression(for: column.name, of: relation.name)
                ?? counts.expression(for: column.name, of: relation.name)
            if let expression = shown(column, of: relation, masks) ?? other { return "\(expression) AS \(name)" }
            return ordering.contains(column.name) ? "\(SQLText.unindexed(column.name)) AS \(name)" : name
        }.joined(separator: ", ")
    }

    /// What is shown of a masked column; nil of one that is not.
    private func shown(_ column: Column, of relation: Relation, _ masks: [String: ColumnMask]) -> String? {
        guard let mask = masks[column.name] else { return nil }
        switch MaskExpression.make(mask.mask, column, in: relation) {
        case .sql(let expression): return expression
        case .misfit: return "NULL::\(column.castType)"
        }
    }

    /// By the bytes of what is shown, which no setting changes: a text would be cut by extra_float_digits, and two moments
    /// are one text where clocks are put back. What is equal so is equal whatever is asked of it. OFFSET keeps the conditions
    /// around it above: asked of rows in their raw order, they would fail for the one that came first.
    private func ordering(_ relation: Relation?, _ masks: [String: ColumnMask]) -> String? {
        guard let relation, !relation.columns.isEmpty else { return nil }
        let values = relation.columns.map { column in
            shown(column, of: relation, masks) ?? SQLText.identifier(column.name)
        }
        return " ORDER BY pg_catalog.record_send(ROW(\(values.joined(separator: ", ")))) OFFSET 0"
    }
}
