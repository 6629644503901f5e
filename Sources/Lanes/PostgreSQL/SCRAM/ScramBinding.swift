import SignedNote

/// How a SCRAM exchange is bound to the TLS connection that it goes over (RFC 5802, section 6; RFC 5929, section 4).
package enum ScramBinding: Sendable, Equatable {
    /// No TLS, or a certificate whose hash is not known.
    case unsupported
    /// The server did not offer it. It fails the exchange where it had: somebody in between has taken the offer away.
    case notOffered
    /// Bound by the hash of the server's certificate.
    case serverEndPoint([UInt8])

    /// Of what servers sign certificates with: SHA-256 to SHA-512.
    private static let endPointBytes = 32...64

    package var mechanism: String {
        if case .serverEndPoint = self { "SCRAM-SHA-256-PLUS" } else { "SCRAM-SHA-256" }
    }

    /// What the client's first message begins with.
    var header: String {
        switch self {
        case .unsupported: "n,,"
        case .notOffered: "y,,"
        case .serverEndPoint: "p=tls-server-end-point,,"
        }
    }

    /// `c` of the client's final message.
    var proven: String {
        var bytes = Array(header.utf8)
        if case .serverEndPoint(let hash) = self { bytes += hash }
        return Base64.encode(bytes)
    }

    /// The one that `c` of a final message says; nil where it says none.
    init?(proven: String) {
        guard let bytes = Base64.decode(proven) else { return nil }
        let header = Array(ScramBinding.serverEndPoint([]).header.utf8)
        if bytes == Array(ScramBinding.unsupported.header.utf8) {
            self = .unsupported
        } else if bytes == Array(ScramBinding.notOffered.header.utf8) {
            self = .notOffered
        } else if bytes.starts(with: header), Self.endPointBytes.contains(bytes.count - header.count) {
            self = .serverEndPoint(Array(bytes.dropFirst(header.count)))
        } else {
            return nil
        }
    }
}
