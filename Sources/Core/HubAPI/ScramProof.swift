/// What a challenge is answered with. Neither gives away the password, ClientKey or StoredKey.
package struct ScramProof: Codable, Sendable, Equatable {
    /// ClientProof, 32 bytes.
    @Base64Bytes package var clientProof: [UInt8]
    /// ServerSignature, 32 bytes: what the server must answer.
    @Base64Bytes package var serverSignature: [UInt8]

    package init(clientProof: [UInt8], serverSignature: [UInt8]) {
        self.clientProof = clientProof
        self.serverSignature = serverSignature
    }
}
