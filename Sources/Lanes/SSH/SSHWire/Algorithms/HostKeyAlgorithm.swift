/// How a host proves itself: a key alone, or with a certificate over it.
package struct HostKeyAlgorithm: Sendable, Hashable {
    package let signature: SignatureAlgorithm
    package let isCertified: Bool

    package init(_ signature: SignatureAlgorithm, isCertified: Bool = false) {
        self.signature = signature
        self.isCertified = isCertified
    }

    package static let allCases: [HostKeyAlgorithm] =
        SignatureAlgorithm.allCases.map { HostKeyAlgorithm($0, isCertified: true) }
        + SignatureAlgorithm.allCases.map { HostKeyAlgorithm($0) }

    /// As KEXINIT names it.
    package var name: String { isCertified ? "\(signature.rawValue)-cert-v01@openssh.com" : signature.rawValue }

    package init?(name: String) {
        guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }
}
