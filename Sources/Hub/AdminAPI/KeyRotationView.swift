/// What a change of keys did.
package struct KeyRotationView: Codable, Sendable {
    package var dataKeys: Int
    /// How many secrets were sealed anew.
    package var secrets: Int

    package init(dataKeys: Int, secrets: Int) {
        self.dataKeys = dataKeys
        self.secrets = secrets
    }
}
