/// What a token says, once its signature is verified: times, audience, and who it speaks for.
struct TokenClaims {
    static let subjectBytesLimit = 255
    static let groupBytesLimit = 255
    static let groupsLimit = 500
    private static let textBytesLimit = 255
    /// Beyond it numbers of JSON are rounded.
    private static let wholeLimit = 9_007_199_254_740_992.0

    let values: [String: ClaimValue]

    /// `aud`: one string or several.
    private var audiences: [String] { values["aud"]?.strings ?? [] }

    /// - Parameter audiences: those that are ours.
    func checkAudience(_ audiences: [String]) throws(TokenRefusal) {
        let given = self.audiences
        guard given.contains(where: audiences.contains) else { throw .wrongAudience(accepted: audiences) }
        // OpenID Connect Core 1.0, section 3.1.3.7, 3 to 5: with audiences that we do not know, it must have been
        // issued to us.
        guard given.allSatisfy(audiences.contains) || values["azp"]?.string.map(audiences.contains) == true else {
            throw .wrongAuthorizedParty
        }
    }

    /// - Returns: when it expires.
    func checkTimes(nowSeconds: Int64, leewaySeconds: Int64) throws(TokenRefusal) -> Int64 {
        guard let expiresAt = try seconds("exp") else { throw .malformed("it has no expiry (exp)") }
        guard nowSeconds < expiresAt + leewaySeconds else { throw .expired(atSeconds: expiresAt) }
        if let from = try seconds("nbf"), from > nowSeconds + leewaySeconds { throw .notYetValid(fromSeconds: from) }
        if let issuedAt = try seconds("iat"), issuedAt > nowSeconds + leewaySeconds {
            throw .issuedInTheFuture(atSeconds: issuedAt)
        }
        return expiresAt
    }

    func subject() throws(TokenRefusal) -> String {
        guard let subject = values["sub"]?.string, !subject.isEmpty, subject.utf8.count <= Self.subjectBytesLimit,
            Self.isPrintable(subject)
        else {
            throw .malformed("its subject (sub) must be 1 to \(Self.subjectBytesLimit) bytes of printable text")
        }
        return subject
    }

    /// A service account's token speaks for a sidecar where the API server made it for a pod, and takes it back with the pod. One
    /// that somebody may ask for, or that lies in a secret, is no pod's.
    func checkPod(subject: String) throws(TokenRefusal) {
        guard subject.hasPrefix(ServiceAccountMapping.prefix) else { return }
        guard case .object(let kubernetes)? = values["kubernetes.io"], case .object(let pod)? = kubernetes["pod"],
            pod["name"]?.string?.isEmpty == false, pod["uid"]?.string?.isEmpty == false
        else { throw .ofNoPod }
    }

    /// The groups, without doubles, in the order of the token.
    func groups(subject: String, _ configuration: IssuerConfiguration) throws(TokenRefusal) -> [String] {
        var found = configuration.fixedGroups
        found += configuration.serviceAccounts?.groups(subject: subject) ?? []
        if let name = configuration.groupsClaim, let claim = claim(name) {
            guard let listed = claim.strings else {
                throw .malformed("its groups claim \(name) must be a string or an array of strings")
            }
            guard listed.count <= Self.groupsLimit else {
                throw .malformed("its groups claim \(name) has more than \(Self.groupsLimit) groups")
            }
            guard
                listed.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.groupBytesLimit && Self.isPrintable($0) })
            else {
                throw .malformed("its groups must be 1 to \(Self.groupBytesLimit) bytes of printable text")
            }
            // These names are Kubernetes's own; a provider of people could else hand out a workload's rights.
            found += listed.filter { !$0.hasPrefix("system:") }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }
    }

    /// Those of the named claims that are there, as texts.
    func texts(of names: [String]) throws(TokenRefusal) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names {
            switch claim(name) {
            case nil, .null: continue
            case .string(let text)? where text.utf8.count <= Self.textBytesLimit && Self.isPrintable(text):
                texts[name] = text
            case .number(let number)?:
                guard let whole = Int64(exactly: number), abs(number) < Self.wholeLimit else { fallthrough }
                texts[name] = String(whole)
            default:
                throw .malformed(
                    "its claim \(name) must be a whole number or at most \(Self.textBytesLimit) bytes of printable text"
                )
            }
        }
        return texts
    }

    private func claim(_ name: String) -> ClaimValue? {
        if let value = values[name] { return value }
        var place = ClaimValue.object(values)
        for step in name.split(separator: ".") {
            guard case .object(let members) = place, let member = members[String(step)] else { return nil }
            place = member
        }
        return place
    }

    /// NumericDate (RFC 7519, section 2): seconds since 1970, with fractions perhaps.
    private func seconds(_ name: String) throws(TokenRefusal) -> Int64? {
        guard let value = values[name] else { return nil }
        guard case .number(let number) = value, (0...Self.secondsMaximum).contains(number) else {
            throw .malformed("its \(name) is not a time")
        }
        return Int64(number)
    }

    // 9999-12-31T23:59:59Z
    private static let secondsMaximum = 253_402_300_799.0

    // Names go into records and onto pages.
    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
    }
}
