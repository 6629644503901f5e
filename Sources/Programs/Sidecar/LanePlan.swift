import Lane
import Policy
import SmallFiles

/// How a policy becomes lanes, wherever policy and secrets come from.
struct LanePlan: Sendable {
    let partners: LanePartners
    let sockets: InheritedSockets
    /// PEM.
    let upstreamAuthorities: String?
    /// Of the files that the sidecar was given: of every lane.
    let certificate: LaneCertificate?

    /// - Throws: when the files of the certificate, or of authorities, cannot be used.
    init(options: RunOptions, partners: LanePartners) throws {
        self.partners = partners
        sockets = options.sockets
        upstreamAuthorities = try options.upstreamAuthorities.map { (place) throws(SmallFile.Failure) in
            try PEMPlace.text(place)
        }
        if let chain = options.certificate, let key = options.certificateKey {
            certificate = try LaneCertificate(chainFile: chain, keyFile: key)
        } else {
            certificate = nil
        }
    }

    /// A configuration for each target of the policy that can be served; what keeps the others from it is added to
    /// `problems`.
    func configurations(
        for policy: PolicyInForce, secrets: any LaneSecrets, _ problems: inout [String]
    ) -> [LaneConfiguration] {
        var lanes: [LaneConfiguration] = []
        var ports: [String: String] = [:]
        for target in policy.bundle.targets {
            guard AddressText.isLoopback(target.listen.host) || target.listen.isSocket else {
                problems.append("target \"\(target.name)\": listens on \(target.listen.host), which is not loopback")
                continue
            }
            if target.listen.port != 0 || target.listen.isSocket {
                let key = "\(target.listen.host):\(target.listen.port)"
                if let other = ports[key] {
                    problems.append("targets \"\(other)\" and \"\(target.name)\" both listen on \(key)")
                    continue
                }
                ports[key] = target.name
            }
            let pseudonymKey = target.needsPseudonymKey ? secrets.pseudonymKey(of: target, &problems) : nil
            let listener: Int32?
            do throws(AgentPlace.Failure) { listener = try sockets.descriptor(for: target) } catch {
                problems.append("target \"\(target.name)\": \(error.reason)")
                continue
            }
            guard let credentials = secrets.credentials(of: target, &problems),
                pseudonymKey != nil || !target.needsPseudonymKey
            else { continue }
            let certificate = certificate ?? partners.certificates?.certificate(of: target.name)
            if certificate == nil, target.listenTLS == true {
                problems.append(
                    "target \"\(target.name)\": listen_tls shows a certificate of the hub's, and there is no hub: give "
                        + "--tls-cert and --tls-key, or connect to a hub")
                continue
            }
            lanes.append(
                LaneConfiguration(
                    policy: LanePolicy(
                        target: target, bundle: policy.bundle, principal: policy.principal, groups: policy.groups,
                        pseudonymKey: pseudonymKey),
                    credentials: credentials, approvals: partners.approvals, identities: partners.identities,
                    cosigned: partners.cosigned, upstreamAuthorities: upstreamAuthorities,
                    certificate: certificate, usage: partners.usage, inheritedListener: listener))
        }
        return lanes
    }
}
