import Glibc
import HubClient
import Lane
package import Policy
import PolicyBundle
import SignedNote
import SmallFiles

/// Everything that `run` needs, checked before any port is bound.
package struct SidecarConfiguration: Sendable {
    enum Source: Sendable {
        case files(PolicyInForce, lanes: [LaneConfiguration])
        case hub(HubPlace)
    }

    var options: RunOptions
    var admin: Target.Address
    var transparent: [Target.Address]
    var source: Source
    /// Of all its lanes.
    var usage: UsageLedger

    private static let threadsLimit = 64
    private static let hubWaitSecondsLimit = 86_400

    /// All that is wrong, each with what to do.
    package struct Problems: Error, Sendable { package var all: [String] }

    package static func check(_ options: RunOptions) throws(Problems) -> SidecarConfiguration {
        var problems: [String] = []
        let admin = try? AddressText.parse(options.admin, anyPort: true)
        if admin == nil || admin.map({ !AddressText.isLoopback($0.host) }) == true {
            problems.append("--admin \(options.admin): must be a loopback address with a port, such as 127.0.0.1:0")
        }
        let transparent = options.transparent.compactMap { text in
            let address = try? AddressText.parse(text, anyPort: false)
            guard let address, AddressText.isLoopback(address.host) else {
                problems.append(
                    "--transparent \(text): must be a loopback address with a port, such as 127.0.0.1:15001")
                return nil as Target.Address?
            }
            return address
        }
        if options.graceSeconds < 0 { problems.append("--grace must not be negative") }
        if !(1...Self.threadsLimit).contains(options.threads) {
            problems.append("--threads \(options.threads): must be from 1 to \(Self.threadsLimit)")
        }
        if let place = options.upstreamAuthorities {
            do {
                if !HubTrust.holdsCertificates(try PEMPlace.text(place)) {
                    problems.append("--upstream-ca \(place): holds no certificate in PEM")
                }
            } catch { problems.append("--upstream-ca: \(error)") }
        }
        for path in [options.certificate, options.certificateKey].compactMap(\.self) {
            do { _ = try SmallFile.read(path, bytesLimit: SmallFile.documentBytesLimit) } catch {
                problems.append(error.description)
            }
        }
        if (options.certificate == nil) != (options.certificateKey == nil) {
            problems.append("--tls-cert and --tls-key belong together: give both or none")
        }
        let usage = UsageLedger()
        let source: Source? =
            switch options.source {
            case .files(let files): Self.source(files, options, usage, &problems)
            case .hub(let hub): Self.source(hub, &problems)
            }
        guard problems.isEmpty, let admin, let source else { throw Problems(all: problems) }
        return SidecarConfiguration(
            options: options, admin: admin, transparent: transparent, source: source, usage: usage)
    }

    private static func source(
        _ files: FileSource, _ options: RunOptions, _ usage: UsageLedger, _ problems: inout [String]
    ) -> Source? {
        if files.principal.isEmpty {
            problems.append("--principal is empty: name the agent that this sidecar serves")
        }
        guard let bundle = bundle(files.bundle, trustKey: files.trustKey, &problems) else { return nil }
        if bundle.targets.isEmpty { problems.append("--bundle \(files.bundle): has no targets") }
        let policy = PolicyInForce(bundle: bundle, principal: files.principal, groups: files.groups)
        let plan: LanePlan
        do { plan = try LanePlan(options: options, partners: LanePartners(usage: usage)) } catch is SmallFile.Failure {
            // Told of already.
            return nil
        } catch {
            problems.append("--tls-cert, --tls-key: no certificate and its key in PEM")
            return nil
        }
        let lanes = plan.configurations(
            for: policy, secrets: FileSecrets(folder: files.credentials), &problems)
        if !lanes.isEmpty, lanes.allSatisfy({ $0.policy.role == nil }) {
            let groups = files.groups.isEmpty ? "no groups" : "groups \(files.groups.joined(separator: ", "))"
            problems.append("principal \"\(files.principal)\" with \(groups) has no role on any target: check --group")
        }
        return .files(policy, lanes: lanes)
    }

    private static func source(_ hub: HubSource, _ problems: inout [String]) -> Source? {
        let address = HubAddress(hub.address)
        if address == nil {
            problems.append("--hub \(hub.address): must be an address of the form https://HOST:PORT")
        }
        if !(0...hubWaitSecondsLimit).contains(hub.waitSeconds) {
            problems.append("--hub-wait \(hub.waitSeconds): must be from 0 to \(hubWaitSecondsLimit)")
        }
        var authorities = ""
        do {
            authorities = try PEMPlace.text(hub.authorities)
            if !HubTrust.holdsCertificates(authorities) {
                problems.append("--hub-ca \(hub.authorities): holds no certificate in PEM")
            }
        } catch { problems.append("--hub-ca: \(error)") }
        guard let address else { return nil }
        return .hub(
            HubPlace(
                address: address, authorities: authorities, tokenFile: hub.tokenFile, waitSeconds: hub.waitSeconds))
    }

    /// YAML; a bundle is JSON and signatures.
    private static func isSource(_ note: [UInt8]) -> Bool {
        String(decoding: note, as: UTF8.self).split(separator: "\n").contains { line in
            ["apiVersion:", "targets:", "rules:", "roles:"].contains { line.hasPrefix($0) }
        }
    }

    /// The bundle of a file, verified; what is wrong with it is added to `problems`.
    package static func bundle(_ path: String, trustKey: String, _ problems: inout [String]) -> Bundle? {
        var verifier: VerifierKey?
        do {
            let lines = try SmallFile.lines(trustKey)
            do { verifier = try VerifierKey(parsing: lines.first ?? "") } catch {
                problems.append("--trust-key \(trustKey): not a verifier key: give the policy.pub of keygen")
            }
        } catch { problems.append("--trust-key: \(error)") }
        do {
            let note = try SmallFile.read(path, bytesLimit: BundleFile.bundleBytesLimit)
            guard let verifier else { return nil }
            do { return try BundleFile.open(note: note, verifier: verifier) } catch {
                problems.append(
                    "--bundle \(path): "
                        + (isSource(note)
                            ? "is a policy as it is written; the sidecar takes one that is compiled and signed: "
                                + "chaperone-hub policy compile \(path) --key policy.key --out policy.bundle "
                                + "(chaperone exec has it compiled, where its name ends in .yaml)"
                            : "\(error)"))
            }
        } catch { problems.append("--bundle: \(error)") }
        return nil
    }
}
