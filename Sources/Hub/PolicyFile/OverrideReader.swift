import Policy

/// Applies `--upstream ehr=127.0.0.1:5433` and its like.
struct OverrideReader {
    let log: DiagnosticLog

    func apply(_ overrides: PolicyOverrides, to targets: inout [Target], known: [String]) {
        each(overrides.upstream, option: "--upstream", &targets, known) { (target, value) throws(Malformed) in
            target.upstream = try address(value, anyPort: false)
        }
        each(overrides.listen, option: "--listen", &targets, known) { (target, value) throws(Malformed) in
            let address = try address(value, anyPort: true)
            guard AddressText.isLoopback(address.host) else { throw Malformed(reason: TargetReader.loopbackReason) }
            target.listen = address
        }
        each(overrides.database, option: "--database", &targets, known) { (target, value) throws(Malformed) in
            guard !value.isEmpty, value.utf8.count <= SQLName.identifierBytesLimit, !value.utf8.contains(0) else {
                throw Malformed(reason: "is not a database name")
            }
            try postgres(&target) { $0.database = value }
        }
        each(overrides.tls, option: "--tls", &targets, known) { (target, value) throws(Malformed) in
            guard let mode = Target.TLSMode(rawValue: value) else {
                throw Malformed(
                    reason: "is not a TLS mode; known are: \(TargetReader.tlsModes.joined(separator: ", "))")
            }
            try postgres(&target) { $0.tls = mode }
        }
    }

    private struct Malformed: Error { var reason: String }

    private func postgres(_ target: inout Target, _ change: (inout PostgresTerms) -> Void) throws(Malformed) {
        guard var terms = target.postgres else { throw Malformed(reason: "is for targets that speak PostgreSQL") }
        change(&terms)
        target.postgres = terms
    }

    private func address(_ text: String, anyPort: Bool) throws(Malformed) -> Target.Address {
        do {
            return try AddressText.parse(text, anyPort: anyPort)
        } catch {
            throw Malformed(reason: error.description)
        }
    }

    private func each(
        _ values: [String], option: String, _ targets: inout [Target], _ known: [String],
        change: (inout Target, String) throws(Malformed) -> Void
    ) {
        for text in values {
            guard let equals = text.firstIndex(of: "=") else {
                log.error("\"\(text)\" is not of the form TARGET=VALUE", option: option)
                continue
            }
            let name = String(text[..<equals])
            let value = String(text[text.index(after: equals)...])
            guard known.contains(name) else {
                let nearest = NearestWord.of(name, among: known)
                log.error("unknown target \"\(name)\"", option: option, suggestion: nearest)
                continue
            }
            // a target whose own description is wrong was reported, and is not here
            guard let index = targets.firstIndex(where: { $0.name == name }) else { continue }
            do {
                try change(&targets[index], value)
            } catch {
                log.error("\"\(value)\" \(error.reason)", option: option)
            }
        }
    }
}
