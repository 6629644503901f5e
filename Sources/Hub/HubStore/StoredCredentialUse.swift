/// One use of a credential: who connected where with it. Kept for the record.
package struct StoredCredentialUse: Sendable, Equatable {
    package enum State: String, Sendable { case opened, proven, ended }

    /// 32 hexadecimal digits.
    package var id: String
    package var instance: String
    package var target: String
    package var credential: String
    package var session: String
    package var principal: String
    package var state: State
    package var openedAtSeconds: Int64

    package init(
        id: String, instance: String, target: String, credential: String, session: String, principal: String,
        state: State, openedAtSeconds: Int64
    ) {
        self.id = id
        self.instance = instance
        self.target = target
        self.credential = credential
        self.session = session
        self.principal = principal
        self.state = state
        self.openedAtSeconds = openedAtSeconds
    }
}
