/// What a target that speaks PostgreSQL has of its own.
package struct PostgresTerms: Codable, Sendable, Equatable {
    /// What people who approve a statement, and the log, see of the values that are bound to it.
    package enum Parameters: String, Codable, Sendable, CaseIterable {
        /// As they are, but for what detectors find in them.
        case masked
        case shown
        /// How many there are.
        case hidden
    }

    package var tls: Target.TLSMode
    /// TLS begins with the connection's first byte, as PostgreSQL 17 and later can. Nil, as in bundles of before: it is
    /// asked for first.
    package var tlsDirect: Bool?
    /// The one database of the server that this lane serves.
    package var database: String
    package var phi: [ProtectedColumn]
    /// Nil, as in bundles of before: none.
    package var phiPatterns: [ProtectedPattern]?
    /// Nil, as in bundles of before: what is not protected is shown.
    package var unlisted: UnlistedColumns?
    /// User-defined functions that may be called.
    package var functions: [QualifiedName]
    /// The same with their arguments, `schema.name(type, type)`: no other routine of the name may be called. Nil, as in
    /// bundles of before: none.
    package var functionSignatures: [String]?
    /// Tables that some of both write, by how they are named there: `schema.name` or `schema.name(type, type)`. What is not in
    /// it may write any, unless the database says that it writes none. Nil, as in bundles of before: nothing is said.
    package var functionWrites: [String: [QualifiedName]]?
    /// Channels of NOTIFY, each as the server knows it, whose payloads reach clients although columns are protected.
    /// Nil, as in bundles of before: none.
    package var notify: [String]?
    /// What becomes of a comparison whose result says nothing, since a mask is compared. Nil: it is refused.
    package var onMaskedComparison: MaskedComparisonAction?
    /// Globs over `schema.relation`: tables that masked values may be written to. Nil, as in bundles of before: none.
    package var derive: [String]?
    /// Run-time parameters that a client may change beside those that every lane lets it: names in lower case, and
    /// `prefix.*`. Nil, as in bundles of before: none.
    package var settings: [String]?
    /// Those that no client may change. Nil, as in bundles of before: none.
    package var pins: [SettingPin]?
    /// Nil, as in bundles of before: masked.
    package var parameters: Parameters?
    /// The upstream may be given the password itself, over TLS.
    package var cleartextPassword: Bool

    package init(
        database: String, tls: Target.TLSMode, phi: [ProtectedColumn] = [], phiPatterns: [ProtectedPattern]? = nil,
        unlisted: UnlistedColumns? = nil, functions: [QualifiedName] = [], functionSignatures: [String]? = nil,
        functionWrites: [String: [QualifiedName]]? = nil, notify: [String]? = nil, derive: [String]? = nil,
        onMaskedComparison: MaskedComparisonAction? = nil, settings: [String]? = nil, pins: [SettingPin]? = nil,
        parameters: Parameters? = nil, cleartextPassword: Bool = false, tlsDirect: Bool? = nil
    ) {
        self.database = database
        self.tls = tls
        self.tlsDirect = tlsDirect
        self.phi = phi
        self.phiPatterns = phiPatterns
        self.unlisted = unlisted
        self.functions = functions
        self.functionSignatures = functionSignatures
        self.functionWrites = functionWrites
        self.notify = notify
        self.derive = derive
        self.onMaskedComparison = onMaskedComparison
        self.settings = settings
        self.pins = pins
        self.parameters = parameters
        self.cleartextPassword = cleartextPassword
    }

    /// Connections that were made by `other` are as those that would be made by these, and so are who they are for.
    package func isConnected(like other: PostgresTerms) -> Bool {
        tls == other.tls && tlsDirect == other.tlsDirect && database == other.database
            && cleartextPassword == other.cleartextPassword && protects == other.protects && pins == other.pins
    }
}
