/// A run-time parameter that the lane sets when a session begins, and that its client cannot change: what row security may
/// rest on.
package struct SettingPin: Codable, Sendable, Equatable {
    package enum Source: Codable, Sendable, Equatable {
        /// Who is behind the session.
        case principal
        /// The name of the session's role.
        case role
        /// A claim of the client's token: only where `identity` is `token`.
        case claim(String)
    }

    /// In lower case, with a dot: `app.user`.
    package var name: String
    package var source: Source

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }
}

extension [SettingPin] {
    /// A session's values, in the order of the policy; the name of the first claim that it lacks, where it lacks one.
    package func values(
        principal: String, role: String, claims: [String: String]
    ) -> Result<[(name: String, value: String)], MissingClaim> {
        var values: [(name: String, value: String)] = []
        for pin in self {
            switch pin.source {
            case .principal: values.append((pin.name, principal))
            case .role: values.append((pin.name, role))
            case .claim(let claim):
                guard let value = claims[claim] else { return .failure(MissingClaim(claim: claim, setting: pin.name)) }
                values.append((pin.name, value))
            }
        }
        return .success(values)
    }

    /// The claims that are asked of a token.
    package var claims: [String] {
        compactMap { pin in if case .claim(let name) = pin.source { name } else { nil } }
    }
}

/// A token without a claim that the policy pins a setting to.
package struct MissingClaim: Error, Sendable, Equatable {
    package var claim: String
    package var setting: String
}
