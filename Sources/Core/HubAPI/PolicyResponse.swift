/// What is in force for one sidecar.
package struct PolicyResponse: Codable, Sendable, Equatable {
    /// Changes when anything of this answer changes: the policy, the principal's groups, a pseudonym key, the lease.
    package var revision: UInt64
    /// The signed bundle (see `PolicyBundle`), as a note. Its number never falls.
    package var bundle: String
    package var principal: String
    package var groups: [String]
    /// By target, for those whose masks need one: 32 bytes in hexadecimal. Secret.
    package var pseudonymKeys: [String: String]
    /// The policy that is in force at the hub, when it is not this one. Nil: it is.
    package var withheld: WithheldPolicy?

    package init(
        revision: UInt64, bundle: String, principal: String, groups: [String], pseudonymKeys: [String: String],
        withheld: WithheldPolicy? = nil
    ) {
        self.revision = revision
        self.bundle = bundle
        self.principal = principal
        self.groups = groups
        self.pseudonymKeys = pseudonymKeys
        self.withheld = withheld
    }
}

extension PolicyResponse: CustomStringConvertible, CustomReflectable {
    package var description: String { "PolicyResponse(revision: \(revision), redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
