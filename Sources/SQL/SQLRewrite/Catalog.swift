package import Policy

/// What the rewriter must know of the server: a value, read by the lane over a connection of its own.
package struct Catalog: Sendable, Equatable {
    /// What a database is made with has lower numbers.
    package static let firstUserOID: UInt32 = 16_384

    /// Every relation of every schema except pg_toast and other sessions' temporary schemas, pg_catalog and
    /// information_schema included.
    package var relations: [QualifiedName: Relation]
    /// Everything executable outside pg_catalog (functions, procedures, aggregates, window functions), by plain name.
    package var functions: [String: [Routine]]
    /// Names in pg_catalog of which every overload is IMMUTABLE.
    package var immutableBuiltins: Set<String>
    /// Every other function name in pg_catalog.
    package var otherBuiltins: Set<String>
    /// Names in pg_catalog of which every overload is a plain function that gives one row and is not VOLATILE.
    package var steadyBuiltins: Set<String> = []
    /// What operators outside pg_catalog run, by plain name, where it is more than functions of pg_catalog that are
    /// IMMUTABLE, or an extension's own in C.
    package var operators: [String: CodeUse]
    /// What any expression may run without naming it: conversions between two types of pg_catalog, and operator classes
    /// of such types, that are not the server's own.
    package var anywhere: [UnnamedCode]
    /// What is run by converting to a type, from it, or by comparing its values; types of which nothing is known run
    /// nothing but the server's own. Types outside pg_catalog only, row types of relations included.
    package var types: [QualifiedName: [TypeCode]]
    /// Every type outside pg_catalog, by its number.
    package var typeOIDs: [UInt32: QualifiedName] { didSet { typeNames = Set(typeOIDs.values) } }
    package private(set) var typeNames: Set<QualifiedName>
    /// By the number of a type that a column has: the relations whose rows it is made of, however it is.
    package var typeRows: [UInt32: Set<QualifiedName>] = [:]
    /// The relation of each object of extended statistics, which may stand in another schema.
    package var statistics: [QualifiedName: QualifiedName] = [:]
    /// What DDL runs, whatever it defines.
    package var eventTriggers: [UnnamedCode]
    /// By what the role may drop: the relations that go, or lose something, with it by CASCADE.
    package var cascades: [Droppable: Set<QualifiedName>] = [:]
    /// The role may drop everything: then those are not asked for.
    package var dropsAnything = false
    /// The schemas that the role may use, without temporary ones; empty where that was not asked.
    package var schemas: Set<String> = []
    /// The names of the extensions that are installed.
    package var extensions: Set<String> = []
    /// Schemas in which neither the role nor one that it may become can make anything, or allow it.
    package var fixedSchemas: Set<String> = []
    /// `search_path` as the role has it when it connects, `"$user"` resolved, also of schemas that are not there (yet).
    package var defaultSearchPath: [String]
    /// Of a new session, as the server writes it.
    package var defaultStatementTimeout = "0"
    /// What the transactions of a new session are unless it says otherwise, as the server writes it.
    package var defaultIsolation = "read committed"
    /// The role that the lane connects as.
    package var role: String
    /// `server_version_num`.
    package var serverVersion: Int

    package init(
        relations: [QualifiedName: Relation] = [:], functions: [String: [Routine]] = [:],
        immutableBuiltins: Set<String> = [], otherBuiltins: Set<String> = [], operators: [String: CodeUse] = [:],
        anywhere: [UnnamedCode] = [], types: [QualifiedName: [TypeCode]] = [:],
        typeOIDs: [UInt32: QualifiedName] = [:], eventTriggers: [UnnamedCode] = [],
        defaultSearchPath: [String] = ["public"], role: String = "", serverVersion: Int = 0
    ) {
        self.relations = relations
        self.functions = functions
        self.immutableBuiltins = immutableBuiltins
        self.otherBuiltins = otherBuiltins
        self.operators = operators
        self.anywhere = anywhere
        self.types = types
        self.typeOIDs = typeOIDs
        typeNames = Set(typeOIDs.values)
        self.eventTriggers = eventTriggers
        self.defaultSearchPath = defaultSearchPath
        self.role = role
        self.serverVersion = serverVersion
    }

    /// Whether some index is called so.
    func hasIndex(_ name: QualifiedName) -> Bool {
        relations.contains { $0.key.schema == name.schema && $0.value.indexes.contains { $0.name == name.name } }
    }
}

/// One table, view, sequence … as pg_class and its neighbours describe it.
package struct Relation: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case table = "r"
        case partitionedTable = "p"
        case view = "v"
        case materializedView = "m"
        case foreignTable = "f"
        case sequence = "S"
        case compositeType = "c"
        case index = "i"
        case partitionedIndex = "I"
    }

    package var name: QualifiedName
    /// `pg_class.oid`; 0 where it is of no server.
    package var oid: UInt32 = 0
    package var kind: Kind
    /// In attribute order, dropped ones left out, system columns left out.
    package var columns: [Column]
    /// `pg_get_viewdef` with an empty search_path (so that every relation in it is schema-qualified), for views and
    /// materialized views outside the system schemas.
    package var definition: String?
    /// The relations that the definition reads, and those that its rules name.
    package var reads: Set<QualifiedName> = []
    /// What statements on it run without naming it, where that is more than functions of pg_catalog which may be called.
    package var code: [AttachedCode] = []
    /// Direct parents by inheritance or partitioning.
    package var parents: [QualifiedName]
    /// Of every index, the unique ones included.
    package var indexes: [Index] = []
    /// The columns that expressions of its extended statistics look at.
    package var expressionsOfStatistics: Set<String> = []
    /// The columns that decide which partition a row is in, those of expressions included.
    package var partitionKey: Set<String> = []
    /// Of a primary key that is checked at once; empty where there is none.
    package var primaryKey: Set<String> = []
    /// Of a sequence: the relation that it belongs to by one of its columns, and those whose defaults count by it.
    package var owner: QualifiedName?
    package var counts: Set<QualifiedName> = []
    /// Belongs to an extension.
    package var inExtension = false
    /// A view that the server computes by itself, before what is around it.
    package var isSecurityBarrier = false
    /// Triggers that are switched off, or policies while row security is.
    package var hasDormantCode = false
    /// Rules other than a view's own `_RETURN`.
    package var hasRules: Bool
    /// What is not read otherwise: these, policies, and whether row security is forced on owners; each by its kind and name,
    /// and what tells one definition from another.
    package var definitions: [String] = []
    /// Triggers that are not internal (foreign keys').
    package var hasTriggers: Bool
    /// Triggers of rows before an update, switched on or off: where there is one, every update computes the generated columns
    /// anew.
    package var hasTriggersBeforeUpdate = false
    /// What may change its rows before they are stored.
    package var rowTriggers: [RowTrigger] = []
    /// Of triggers that are not switched off.
    package var conditions: [ConditionOfTrigger] = []
    /// What the policies look at, where row-level security is enabled.
    package var rowSecurity: RowSecurity?
    /// Unique and exclusion constraints and indexes, check constraints, foreign keys, each with every column it looks
    /// at (index expressions and predicates included).
    package var constraints: [Constraint]

    package init(
        name: QualifiedName, kind: Kind, columns: [Column], definition: String? = nil, parents: [QualifiedName] = [],
        hasRules: Bool = false, hasTriggers: Bool = false, rowSecurity: RowSecurity? = nil,
        constraints: [Constraint] = [], indexes: [Index] = []
    ) {
        self.name = name
        self.kind = kind
        self.columns = columns
        self.definition = definition
        self.parents = parents
        self.hasRules = hasRules
        self.hasTriggers = hasTriggers
        self.rowSecurity = rowSecurity
        self.constraints = constraints
        self.indexes = indexes
    }
}

package struct Column: Sendable, Hashable {
    package var name: String
    /// `pg_attribute.attnum`, which no other column of the relation ever has; 0 where it is of no server.
    package var number = 0
    /// `format_type` of the type without its domain, with its modifier, schema-qualified where it is not in
    /// pg_catalog: what a cast may be written with.
    package var sqlType: String
    /// `pg_type.typname` of the same type: `text`, `int4`, `_text` …
    package var typeName: String
    package var typeSchema: String
    package var typeOID: UInt32
    /// `pg_type.typtype` of the same type: b, c, d, e, p, r, m.
    package var typeKind: String
    /// And no row is older than that.
    package var notNull: Bool
    /// It has a collation by which different texts are equal.
    package var isNondeterministic = false
    /// Values are equal where their texts are, and nowhere else: not so numbers with a point, which may end in zeros, or times.
    package var isExact: Bool {
        !isNondeterministic && typeSchema == "pg_catalog"
            && ["bool", "date", "int2", "int4", "int8", "name", "oid", "text", "uuid", "varchar"].contains(typeName)
    }
    /// `typeName` where equal values look alike.
    var uniform: String? {
        !isNondeterministic && typeSchema == "pg_catalog" && UniformTypes.names.contains(typeName) ? typeName : nil
    }
    /// Its values never leave the row, however long it is (STORAGE PLAIN).
    package var isInline = false
    /// A row that leaves the column out may get a value that its writer knows or another row has: it or its domain has a
    /// default, or it counts up. Only random ones are not.
    package var hasSharedDefault = false
    /// The columns of the same relation that a generated column (`GENERATED ALWAYS AS … STORED`) is computed from.
    package var generatedFrom: [String]
    /// It is one; some are computed from no column.
    package var isGenerated: Bool
    /// It is computed when it is looked at, also by a check.
    package var isVirtual = false
    /// Of a generated column: what its expression gave of a stored row it gives again, whatever settings and clocks say.
    package var isSettled = false

    package init(
        name: String, sqlType: String, typeName: String, typeSchema: String = "pg_catalog", typeOID: UInt32 = 0,
        typeKind: String = "b", notNull: Bool = false, generatedFrom: [String] = []
    ) {
        self.name = name
        self.sqlType = sqlType
        self.typeName = typeName
        self.typeSchema = typeSchema
        self.typeOID = typeOID
        self.typeKind = typeKind
        self.notNull = notNull
        self.generatedFrom = generatedFrom
        isGenerated = !generatedFrom.isEmpty
    }
}

package struct Constraint: Sendable, Hashable {
    package enum Kind: String, Sendable { case unique, exclusion, check, foreignKey }
    package var name: String
    package var kind: Kind
    package var columns: Set<String>
    /// Those of them that stand in the expressions or the predicate of a unique or exclusion index: what is compared
    /// is not the column itself, or not of every row.
    package var expressionColumns: Set<String>
    /// What a foreign key refers to.
    package var reference: Reference?
    /// Two NULLs are one too many (NULLS NOT DISTINCT).
    package var nullsCollide = false
    /// Of a check, and of the expressions and the predicate of an index: every row that is stored has passed it, and would
    /// again, whatever settings and clocks say.
    package var isSettled = false
    /// Of a check of a table with parents or children: what it demands, in the server's words.
    package var text: String?
    package init(
        name: String, kind: Kind, columns: Set<String>, expressionColumns: Set<String> = [],
        reference: Reference? = nil
    ) {
        self.name = name
        self.kind = kind
        self.columns = columns
        self.expressionColumns = expressionColumns
        self.reference = reference
    }

    /// What happens to rows that refer to one that is changed or gone.
    package enum Action: String, Sendable {
        case none = "a"
        case restrict = "r"
        case cascade = "c"
        case setNull = "n"
        case setDefault = "d"
    }

    package struct Reference: Sendable, Hashable {
        package var relation: QualifiedName
        package var columns: Set<String>
        package var onUpdate: Action
        package var onDelete: Action
        /// Which of the constraint's own columns a deletion sets; empty for all of them.
        package var setOnDelete: Set<String>
        package init(
            relation: QualifiedName, columns: Set<String>, onUpdate: Action = .none, onDelete: Action = .none,
            setOnDelete: Set<String> = []
        ) {
            self.relation = relation
            self.columns = columns
            self.onUpdate = onUpdate
            self.onDelete = onDelete
            self.setOnDelete = setOnDelete
        }
    }
}

/// What an index sorts by, and what else is in it.
package struct Index: Sendable, Hashable {
    /// Of the same schema as its relation.
    package var name: String
    /// `pg_am.amname`: btree, hash, gist …
    package var method: String
    /// Holds a row of every value of its keys, checks them at once, and all of them are columns.
    package var isUnique: Bool
    /// In order; nil for an expression.
    package var keys: [String?]
    /// By what each key is compared: operator class and collation.
    package var orders: [String]
    /// The columns of its expressions and its predicate.
    package var others: Set<String>
    /// What its expressions and its predicate give of a stored row they give again, whatever settings and clocks say.
    package var isSettled = false
    /// For each key: whether its operator class is one of the server's own that keeps the least and the greatest value and
    /// nothing else (BRIN's `…_minmax_ops`).
    package var keepsBounds: [Bool] = []
    /// Columns that it only carries along (INCLUDE).
    package var carried: Set<String> = []
    package init(
        name: String = "", method: String = "btree", isUnique: Bool = false, keys: [String?], orders: [String] = [],
        others: Set<String> = []
    ) {
        self.name = name
        self.method = method
        self.isUnique = isUnique
        self.keys = keys
        self.orders = orders
        self.others = others
    }
}

/// What the policies of a relation look at to choose its rows.
package struct RowSecurity: Sendable, Hashable {
    /// Columns, of other relations too, by relation; none of them where a relation is only counted.
    package var columns: [QualifiedName: Set<String>]
    package var code: CodeUse
    package init(columns: [QualifiedName: Set<String>] = [:], code: CodeUse = CodeUse()) {
        self.columns = columns
        self.code = code
    }
}

/// Something executable outside pg_catalog.
package struct Routine: Sendable, Equatable {
    package var name: QualifiedName
    /// `pg_proc.oid`; 0 where it is of no server.
    package var oid: UInt32 = 0
    /// `format_type` of each argument that goes in, separated by ", ".
    package var arguments: String
    /// The types outside pg_catalog that it takes or gives.
    package var types: Set<QualifiedName> = []
    /// `pg_language.lanname`.
    package var language: String
    /// `pg_proc.provolatile`: i, s, v.
    package var volatility: String
    /// Belongs to an extension, or was made by the server for a type of ranges.
    package var inExtension: Bool
    /// `pg_extension.extname`, where it does and is no aggregate.
    package var extensionName: String?
    /// `pg_proc.prokind`: f, p, a, w. An aggregate is described by the least trusted of its support functions.
    package var kind: String
    /// How many rows it returns may depend on its arguments.
    package var returnsSet: Bool
    /// The search_path of its own (`pg_proc.proconfig`), where it has one.
    package var ownPath: [String]?
    /// It is in SQL and was parsed when it was made (`pg_proc.prosqlbody`): what it names was found then.
    package var isParsed = false
    /// What such a body calls outside pg_catalog.
    package var calls: Set<RoutineSignature> = []
    /// Of an aggregate: the support function that the row is about, with its arguments.
    package var support: String?
    package init(
        name: QualifiedName, arguments: String = "", language: String, volatility: String, inExtension: Bool,
        kind: String = "f", returnsSet: Bool = false
    ) {
        self.name = name
        self.arguments = arguments
        self.language = language
        self.volatility = volatility
        self.inExtension = inExtension
        self.kind = kind
        self.returnsSet = returnsSet
    }
}
