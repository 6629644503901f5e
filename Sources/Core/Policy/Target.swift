/// One system that agents reach through a lane.
package struct Target: Codable, Sendable, Equatable {
    package enum WireProtocol: String, Codable, Sendable { case postgres, mysql, ssh, http }
    /// How the sidecar speaks to the upstream. Never downgraded.
    package enum TLSMode: String, Codable, Sendable {
        case disable, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    package struct Address: Codable, Sendable, Hashable {
        package var host: String
        /// 0 only for `listen`: any free port, or a socket.
        package var port: UInt16
        package init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }

        /// For `listen`: a socket in the file system in place of an address. `host` is then its path, and `port` 0.
        package var isSocket: Bool { host.hasPrefix("/") }
    }

    /// How much of each masked response is kept in the audit log.
    package enum RecordLimit: Codable, Sendable, Equatable {
        case none
        case bytes(Int)
        case all

        package var bytesLimit: Int {
            switch self {
            case .none: 0
            case .bytes(let limit): limit
            case .all: .max
            }
        }
    }

    /// Whose role a client's session has.
    package enum Identity: String, Codable, Sendable, CaseIterable {
        /// The sidecar's own principal.
        case pod
        /// Whoever the OIDC token speaks for that the client gives as its password.
        case token
    }

    /// When a statement may be acted on.
    package enum Audit: String, Codable, Sendable, CaseIterable {
        /// When its intent is in the sidecar's own log.
        case spooled
        /// When the hub has cosigned that.
        case strict
    }

    /// What people who approve a statement, and the log, see of the values that are bound to it.
    package enum Parameters: String, Codable, Sendable, CaseIterable {
        /// As they are, but for what detectors find in them.
        case masked
        case shown
        /// How many there are.
        case hidden
    }

    package var name: String
    package var wireProtocol: WireProtocol
    package var upstream: Address
    package var listen: Address
    package var tls: TLSMode
    /// TLS begins with the connection's first byte, as PostgreSQL 17 and later can. Nil, as in bundles of before: it is
    /// asked for first.
    package var tlsDirect: Bool?
    /// Clients are shown a certificate of the hub's for the upstream's host. Nil, as in bundles of before: none.
    package var listenTLS: Bool?
    /// The one database of the server that this lane serves.
    package var database: String
    /// The name of a credential; a file of this name (`user` on its first line, password on its second) in the
    /// credentials folder in the air-gapped mode.
    package var credential: String
    package var phi: [ProtectedColumn]
    /// Nil, as in bundles of before: none.
    package var phiPatterns: [ProtectedPattern]?
    /// Nil, as in bundles of before: what is not protected is shown.
    package var unlisted: UnlistedColumns?
    /// Detector names, checked by the compiler.
    package var detect: [String]
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
    package var record: RecordLimit
    package var identity: Identity
    package var audit: Audit
    /// The upstream may be given the password itself, over TLS.
    package var cleartextPassword: Bool
    /// Of a target that speaks SSH, and of no other.
    package var ssh: SSHTerms?

    package init(
        name: String, wireProtocol: WireProtocol = .postgres, upstream: Address, listen: Address, tls: TLSMode,
        database: String, credential: String, phi: [ProtectedColumn], detect: [String] = [],
        functions: [QualifiedName] = [], functionSignatures: [String]? = nil,
        functionWrites: [String: [QualifiedName]]? = nil, notify: [String]? = nil,
        derive: [String]? = nil, onMaskedComparison: MaskedComparisonAction? = nil, record: RecordLimit = .none,
        identity: Identity = .pod,
        audit: Audit = .spooled, cleartextPassword: Bool = false, tlsDirect: Bool? = nil, settings: [String]? = nil,
        pins: [SettingPin]? = nil, parameters: Parameters? = nil, phiPatterns: [ProtectedPattern]? = nil,
        unlisted: UnlistedColumns? = nil, listenTLS: Bool? = nil, ssh: SSHTerms? = nil
    ) {
        self.name = name
        self.wireProtocol = wireProtocol
        self.upstream = upstream
        self.listen = listen
        self.tls = tls
        self.tlsDirect = tlsDirect
        self.listenTLS = listenTLS
        self.settings = settings
        self.pins = pins
        self.parameters = parameters
        self.database = database
        self.credential = credential
        self.phi = phi
        self.phiPatterns = phiPatterns
        self.unlisted = unlisted
        self.detect = detect
        self.functions = functions
        self.functionSignatures = functionSignatures
        self.functionWrites = functionWrites
        self.notify = notify
        self.derive = derive
        self.onMaskedComparison = onMaskedComparison
        self.record = record
        self.identity = identity
        self.audit = audit
        self.cleartextPassword = cleartextPassword
        self.ssh = ssh
    }
}
