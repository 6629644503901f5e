/// One upstream service that agents reach through a lane: what every lane needs to know of it, and the terms of its service.
///
/// In a bundle its terms stand beside what all have in common, as flat keys: see `Target+Codable.swift`.
package struct Target: Sendable, Equatable {
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

    /// What is spoken with the upstream, and all that a policy says of that alone.
    package enum Service: Sendable, Equatable {
        case postgres(PostgresTerms)
        case ssh(SSHTerms)

        package enum Name: String, Codable, Sendable { case postgres, ssh }

        package var name: Name {
            switch self {
            case .postgres: .postgres
            case .ssh: .ssh
            }
        }
    }

    package var name: String
    package var service: Service
    package var upstream: Address
    package var listen: Address
    /// Clients are shown a certificate of the hub's for the upstream's host. Nil, as in bundles of before: none.
    package var listenTLS: Bool?
    /// The name of a credential; a file of this name (`user` on its first line, password on its second) in the
    /// credentials folder in the air-gapped mode.
    package var credential: String
    /// Detector names, checked by the compiler.
    package var detect: [String]
    package var record: RecordLimit
    package var identity: Identity
    package var audit: Audit

    package init(
        name: String, service: Service, upstream: Address, listen: Address, credential: String, detect: [String] = [],
        record: RecordLimit = .none, identity: Identity = .pod, audit: Audit = .spooled, listenTLS: Bool? = nil
    ) {
        self.name = name
        self.service = service
        self.upstream = upstream
        self.listen = listen
        self.listenTLS = listenTLS
        self.credential = credential
        self.detect = detect
        self.record = record
        self.identity = identity
        self.audit = audit
    }

    /// Nil: it speaks something else, which setting them does not change.
    package var postgres: PostgresTerms? {
        get {
            guard case .postgres(let terms) = service else { return nil }
            return terms
        }
        set {
            guard case .postgres = service, let newValue else { return }
            service = .postgres(newValue)
        }
    }

    /// Nil: it speaks something else.
    package var ssh: SSHTerms? {
        guard case .ssh(let terms) = service else { return nil }
        return terms
    }

    /// Whether a mask of this target computes with the pseudonym key.
    package var needsPseudonymKey: Bool { postgres?.needsPseudonymKey ?? false }
}
