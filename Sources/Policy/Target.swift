/// One system that agents reach through a lane.
package struct Target: Codable, Sendable, Equatable {
    package enum WireProtocol: String, Codable, Sendable { case postgres, mysql, ssh, http }
    /// How the sidecar speaks to the upstream. Never downgraded.
    package enum TLSMode: String, Codable, Sendable {
        case disable, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    package struct Address: Codable, Sendable, Equatable {
        package var host: String
        /// 0 only for `listen`: any free port.
        package var port: UInt16
        package init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }
    }

    /// How much of each masked response is kept in the audit log.
    package enum RecordLimit: Codable, Sendable, Equatable {
        case none
        case bytes(Int)
        case all
    }

    package var name: String
    package var wireProtocol: WireProtocol
    package var upstream: Address
    package var listen: Address
    package var tls: TLSMode
    /// The one database of the server that this lane serves.
    package var database: String
    /// The name of a credential; a file of this name (`user` on its first line, password on its second) in the
    /// credentials folder in the air-gapped mode.
    package var credential: String
    package var phi: [ProtectedColumn]
    /// Detector names, checked by the compiler.
    package var detect: [String]
    /// User-defined functions that may be called.
    package var functions: [QualifiedName]
    package var record: RecordLimit

    package init(
        name: String, wireProtocol: WireProtocol = .postgres, upstream: Address, listen: Address, tls: TLSMode,
        database: String, credential: String, phi: [ProtectedColumn], detect: [String] = [],
        functions: [QualifiedName] = [], record: RecordLimit = .none
    ) {
        self.name = name
        self.wireProtocol = wireProtocol
        self.upstream = upstream
        self.listen = listen
        self.tls = tls
        self.database = database
        self.credential = credential
        self.phi = phi
        self.detect = detect
        self.functions = functions
        self.record = record
    }
}
