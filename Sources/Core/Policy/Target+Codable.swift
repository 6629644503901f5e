/// A target in a bundle: the terms of its service lie beside what all targets have, so that bundles of before there were
/// services are read, and sidecars of before read what they can serve.
extension Target: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, wireProtocol, upstream, listen, listenTLS, credential, detect, record, identity, audit, ssh
    }

    /// Those of PostgreSQL's terms that sidecars of before ask of every target.
    private struct AskedOfAll: Codable, Equatable {
        var tls = TLSMode.disable
        var database = ""
        var phi: [ProtectedColumn] = []
        var functions: [QualifiedName] = []
        var cleartextPassword = false
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        switch try values.decode(Service.Name.self, forKey: .wireProtocol) {
        case .postgres:
            guard !values.contains(.ssh) else {
                throw DecodingError.dataCorruptedError(forKey: .ssh, in: values, debugDescription: "of another service")
            }
            service = .postgres(try PostgresTerms(from: decoder))
        case .ssh:
            service = .ssh(try values.decode(SSHTerms.self, forKey: .ssh))
            guard try AskedOfAll(from: decoder) == AskedOfAll() else {
                throw DecodingError.dataCorruptedError(
                    forKey: .wireProtocol, in: values, debugDescription: "terms of another service")
            }
        }
        name = try values.decode(String.self, forKey: .name)
        upstream = try values.decode(Address.self, forKey: .upstream)
        listen = try values.decode(Address.self, forKey: .listen)
        listenTLS = try values.decodeIfPresent(Bool.self, forKey: .listenTLS)
        credential = try values.decode(String.self, forKey: .credential)
        detect = try values.decode([String].self, forKey: .detect)
        record = try values.decode(RecordLimit.self, forKey: .record)
        identity = try values.decode(Identity.self, forKey: .identity)
        audit = try values.decode(Audit.self, forKey: .audit)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(service.name, forKey: .wireProtocol)
        switch service {
        case .postgres(let terms): try terms.encode(to: encoder)
        case .ssh(let terms):
            try values.encode(terms, forKey: .ssh)
            try AskedOfAll().encode(to: encoder)
        }
        try values.encode(name, forKey: .name)
        try values.encode(upstream, forKey: .upstream)
        try values.encode(listen, forKey: .listen)
        try values.encodeIfPresent(listenTLS, forKey: .listenTLS)
        try values.encode(credential, forKey: .credential)
        try values.encode(detect, forKey: .detect)
        try values.encode(record, forKey: .record)
        try values.encode(identity, forKey: .identity)
        try values.encode(audit, forKey: .audit)
    }
}
