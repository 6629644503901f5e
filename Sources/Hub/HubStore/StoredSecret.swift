package struct StoredSecret: Sendable, Equatable {
    package var kind: SecretKind
    package var name: String
    /// Rises by one with every `put` of another value.
    package var version: UInt64
    /// What may be shown: the user of a credential, say.
    package var label: String
    package var sealed: [UInt8]
    package var updatedAtSeconds: Int64

    package init(
        kind: SecretKind, name: String, version: UInt64, label: String, sealed: [UInt8], updatedAtSeconds: Int64
    ) {
        self.kind = kind
        self.name = name
        self.version = version
        self.label = label
        self.sealed = sealed
        self.updatedAtSeconds = updatedAtSeconds
    }
}
