/// One SCRAM-SHA-256 exchange up to the server's challenge, as RFC 5802 writes it.
package struct ScramChallenge: Codable, Sendable, Equatable {
    /// `n=,r=<client nonce>`
    package var clientFirstBare: String
    /// `r=<nonce>,s=<salt>,i=<iterations>`
    package var serverFirst: String
    /// `c=<channel binding>,r=<nonce>`
    package var clientFinalWithoutProof: String

    package init(clientFirstBare: String, serverFirst: String, clientFinalWithoutProof: String) {
        self.clientFirstBare = clientFirstBare
        self.serverFirst = serverFirst
        self.clientFinalWithoutProof = clientFinalWithoutProof
    }

    /// What both sides sign.
    package var authMessage: String { "\(clientFirstBare),\(serverFirst),\(clientFinalWithoutProof)" }
}
