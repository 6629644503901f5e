package import Policy
import SSHOperations

/// A few lines that let an author see what the file became.
package enum PolicySummary {
    package static func text(_ bundle: Bundle) -> String {
        var lines: [String] = []
        for target in bundle.targets {
            lines.append(
                "target \(target.name): \(target.listen.text) -> \(target.upstream.text), \(describe(target.service))"
                    + (target.detect.isEmpty ? "" : ", detectors \(target.detect.joined(separator: " "))")
                    + (target.listenTLS == true ? ", TLS towards clients" : "")
                    + (target.identity == .pod ? "" : ", identity \(target.identity.rawValue)")
                    + (target.audit == .spooled ? "" : ", audit \(target.audit.rawValue)"))
            if let terms = target.postgres { lines += protected(terms) }
        }
        for (index, rule) in bundle.rules.enumerated() {
            lines.append(
                "rule \(index + 1) \(rule.name): \(describe(rule.action))"
                    + (rule.asksAgain == true ? ", asked for again" : "") + files(rule))
        }
        lines.append("otherwise: \(bundle.defaultAction.rawValue)")
        for role in bundle.roles {
            let reveals = role.reveal.isEmpty ? "" : ", sees \(count(role.reveal.count, "protected column")) unmasked"
            lines.append(
                "role \(role.name): groups \(role.groups.joined(separator: " ")), "
                    + "targets \(role.targets.joined(separator: " "))\(reveals)\(describe(role.limits))")
            lines += (role.rows ?? []).map { filter in
                "  sees of \(ColumnText.quoted([filter.relation.schema, filter.relation.name])) on \(filter.target) the rows "
                    + "with \(filter.condition.text)"
            }
        }
        if let terms = bundle.sidecars {
            let said = [
                terms.leaseSeconds.map { "lease \($0) s" }, terms.graceSeconds.map { "grace \($0) s" },
                terms.spoolBytesLimit.map { "spool \($0) bytes" },
            ].compactMap(\.self)
            lines.append("sidecars: \(said.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    /// `1 rule`, `2 rules`.
    package static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func describe(_ limits: RoleLimits?) -> String {
        guard let limits else { return "" }
        let said = UsageLimit.allCases.compactMap { limit in limits[limit].map { "\(limit.rawValue) \($0)" } }
        return ", at most \(said.joined(separator: ", "))"
    }

    private static func describe(_ service: Target.Service) -> String {
        switch service {
        case .postgres(let terms):
            "database \(terms.database), tls \(terms.tls.rawValue), "
                + count(terms.phi.count, "protected column")
                + (terms.phiPatterns.map { ", \(count($0.count, "pattern")) of them" } ?? "")
                + (terms.notify.map { ", payloads of \($0.joined(separator: " "))" } ?? "")
                + (terms.derive.map { ", masked copies in \($0.joined(separator: " "))" } ?? "")
                + (terms.onMaskedComparison == .notice ? ", comparisons of masks with a notice" : "")
                + (terms.settings.map { ", settings \($0.joined(separator: " "))" } ?? "")
                + (terms.pins.map { ", pins \($0.map(\.name).joined(separator: " "))" } ?? "")
                + (terms.cleartextPassword ? ", password in clear" : "")
        case .ssh(let terms):
            "ssh as \(terms.user), \(count(terms.hostKeys.count, "host key"))"
                + (terms.hostAuthorities.isEmpty ? "" : ", \(count(terms.hostAuthorities.count, "host authority"))")
                + ", \(count(terms.protectedPaths.count, "protected path"))"
        }
    }

    private static func protected(_ terms: PostgresTerms) -> [String] {
        terms.phi.map { "  \(ColumnText.quoted($0)): \(describe($0.mask, $0.lookup, $0.write))" }
            + (terms.phiPatterns ?? []).map { "  \($0.columns): \(describe($0.mask, $0.lookup, $0.write))" }
            + (terms.unlisted.map { unlisted in
                [
                    "  denied what is not listed in \(unlisted.schemas.joined(separator: " ")), "
                        + "reviewed \(count(unlisted.reviewed.count, "pattern"))"
                ]
            } ?? [])
    }

    /// What a rule that lets files be reached says of names that begin with a point: in a home they say what runs.
    private static func files(_ rule: Rule) -> String {
        guard case .files(_, let paths)? = rule.when.ssh, rule.action != .deny else { return "" }
        if paths.isEmpty { return ", files anywhere, names that begin with a point too" }
        let pointed = paths.filter { PathGlob($0)?.saysPoints ?? false }
        return pointed.isEmpty
            ? ", no names that begin with a point"
            : ", names that begin with a point by \(pointed.joined(separator: " "))"
    }

    private static func describe(_ action: Rule.Action) -> String {
        switch action {
        case .allow: "allow"
        case .observe: "observe"
        case .deny: "deny"
        case .approve(let approvers, let seconds): "approve by \(approvers.joined(separator: " ")) for \(seconds) s"
        }
    }

    private static func describe(_ mask: Mask, _ lookup: ProtectedColumn.Lookup, _ write: Bool?) -> String {
        describe(mask) + (lookup == .equality ? ", lookup by equality" : "") + (write == true ? ", may be written" : "")
    }

    private static func describe(_ mask: Mask) -> String {
        switch mask {
        case .redact: "redact"
        case .null: "null"
        case .last4: "last4"
        case .first1: "first1"
        case .year: "year"
        case .zip3: "zip3"
        case .age90: "age90"
        case .pseudonym: "pseudonym"
        case .shift(let subject): "shift by \(subject)"
        case .json(let paths):
            "json " + paths.map { "\(JSONPathText.text($0.path)) \(describe($0.mask))" }.joined(separator: ", ")
        case .keep: "keep"
        }
    }
}

extension Target.Address {
    fileprivate var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
