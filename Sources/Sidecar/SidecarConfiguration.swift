package import Policy
import PolicyBundle
import PostgresLane
import PostgresSession
import SignedNote

/// Everything that `run` needs, checked before any port is bound.
package struct SidecarConfiguration: Sendable {
    package var options: RunOptions
    package var bundle: Bundle
    var lanes: [LaneConfiguration]
    var admin: Target.Address

    private static let threadsLimit = 64

    /// All that is wrong, each with what to do.
    package struct Problems: Error, Sendable { package var all: [String] }

    package static func check(_ options: RunOptions) throws(Problems) -> SidecarConfiguration {
        var problems: [String] = []
        let admin = address(options.admin)
        if admin == nil || admin.map({ !isLoopback($0.host) }) == true {
            problems.append("--admin \(options.admin): must be a loopback address with a port, such as 127.0.0.1:0")
        }
        if options.principal.isEmpty {
            problems.append("--principal is empty: name the agent that this sidecar serves")
        }
        if options.graceSeconds < 0 { problems.append("--grace must not be negative") }
        if !(1...Self.threadsLimit).contains(options.threads) {
            problems.append("--threads \(options.threads): must be from 1 to \(Self.threadsLimit)")
        }
        for path in [options.upstreamAuthorities, options.certificate, options.certificateKey].compactMap(\.self) {
            do { _ = try SmallFile.read(path, bytesLimit: 1 << 20) } catch { problems.append(error.reason) }
        }
        if (options.certificate == nil) != (options.certificateKey == nil) {
            problems.append("--tls-cert and --tls-key belong together: give both or none")
        }
        guard let bundle = bundle(options, &problems) else { throw Problems(all: problems) }
        let lanes = lanes(bundle, options, &problems)
        guard problems.isEmpty, let admin else { throw Problems(all: problems) }
        return SidecarConfiguration(options: options, bundle: bundle, lanes: lanes, admin: admin)
    }

    /// The bundle, verified; what is wrong with it is added to `problems`.
    package static func bundle(_ options: RunOptions, _ problems: inout [String]) -> Bundle? {
        var verifier: VerifierKey?
        do {
            let lines = try SmallFile.lines(options.trustKey, isSecret: false)
            do { verifier = try VerifierKey(parsing: lines.first ?? "") } catch {
                problems.append("--trust-key \(options.trustKey): not a verifier key: give the policy.pub of keygen")
            }
        } catch { problems.append("--trust-key: \(error.reason)") }
        do {
            let note = try SmallFile.read(options.bundle, bytesLimit: BundleFile.bundleBytesLimit)
            guard let verifier else { return nil }
            do { return try BundleFile.open(note: note, verifier: verifier) } catch {
                problems.append("--bundle \(options.bundle): \(error)")
            }
        } catch { problems.append("--bundle: \(error.reason)") }
        return nil
    }

    private static func lanes(
        _ bundle: Bundle, _ options: RunOptions, _ problems: inout [String]
    ) -> [LaneConfiguration] {
        var lanes: [LaneConfiguration] = []
        var ports: [String: String] = [:]
        if bundle.targets.isEmpty { problems.append("--bundle \(options.bundle): has no targets") }
        for target in bundle.targets {
            guard target.wireProtocol == .postgres else {
                problems.append("target \"\(target.name)\": protocol \(target.wireProtocol.rawValue) is not served yet")
                continue
            }
            if !isLoopback(target.listen.host) {
                problems.append("target \"\(target.name)\": listens on \(target.listen.host), which is not loopback")
            }
            if target.listen.port != 0 {
                let key = "\(target.listen.host):\(target.listen.port)"
                if let other = ports[key] {
                    problems.append("targets \"\(other)\" and \"\(target.name)\" both listen on \(key)")
                }
                ports[key] = target.name
            }
            guard let credential = credential(target, options, &problems) else { continue }
            lanes.append(
                LaneConfiguration(
                    policy: LanePolicy(
                        target: target, bundle: bundle, principal: options.principal, groups: options.groups,
                        pseudonymKey: pseudonymKey(target, options, &problems)),
                    credentials: credential, upstreamAuthorities: options.upstreamAuthorities,
                    certificate: options.certificate,
                    certificateKey: options.certificateKey))
        }
        if !lanes.isEmpty, lanes.allSatisfy({ $0.policy.role == nil }) {
            let groups = options.groups.isEmpty ? "no groups" : "groups \(options.groups.joined(separator: ", "))"
            problems.append(
                "principal \"\(options.principal)\" with \(groups) has no role on any target: check --group")
        }
        return lanes
    }

    private static func credential(
        _ target: Target, _ options: RunOptions, _ problems: inout [String]
    ) -> Credential? {
        guard !target.credential.contains("/"), !target.credential.hasPrefix(".") else {
            problems.append("target \"\(target.name)\": credential name \"\(target.credential)\" is not a file name")
            return nil
        }
        do {
            let lines = try SmallFile.lines("\(options.credentials)/\(target.credential)", isSecret: true)
            guard lines.count >= 2, !lines[0].isEmpty, !lines[1].isEmpty else {
                problems.append(
                    "credential \"\(target.credential)\": the file must hold the user on its first line and the password "
                        + "on its second")
                return nil
            }
            return Credential(user: lines[0], password: lines[1])
        } catch {
            problems.append("credential \"\(target.credential)\" of target \"\(target.name)\": \(error.reason)")
            return nil
        }
    }

    private static func pseudonymKey(
        _ target: Target, _ options: RunOptions, _ problems: inout [String]
    ) -> String? {
        guard target.needsPseudonymKey else { return nil }
        let path = options.credentials + "/pseudonym.key"
        do {
            let key = try SmallFile.lines(path, isSecret: true).first ?? ""
            guard key.utf8.count >= 64, key.allSatisfy(\.isHexDigit) else {
                problems.append("\(path): must hold at least 32 random bytes in hex: openssl rand -hex 32 > \(path)")
                return nil
            }
            return key
        } catch {
            problems.append(
                "target \"\(target.name)\" masks by pseudonym or shift, which need a key: \(error.reason); "
                    + "put 32 random bytes there in hex: openssl rand -hex 32 > \(path)")
            return nil
        }
    }

    static func address(_ text: String) -> Target.Address? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = String(text[..<colon])
        return host.isEmpty ? nil : Target.Address(host: host, port: port)
    }

    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        // Parsed and not compared by its beginning: 127.example.com is a name that anybody may own.
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
