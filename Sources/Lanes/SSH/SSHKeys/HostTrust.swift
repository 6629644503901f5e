package import SSHWire

/// Which host keys are a target's: what the policy pins, and nothing else. Nobody is ever asked.
package struct HostTrust: Sendable, Equatable {
    /// Why a key is not trusted, as rules name it.
    package enum Refusal: Error, Sendable, Equatable {
        case notAKey
        case notPinned(fingerprint: String)
        case unknownAuthority(fingerprint: String)
        case badCertificateSignature
        case notAHostCertificate
        case notForThisHost
        case notValidNow
        case unknownCriticalOption
    }

    package var keys: [SSHPublicKey]
    package var authorities: [SSHPublicKey]
    /// The name that a certificate must be for.
    package var host: String

    package init(keys: [SSHPublicKey], authorities: [SSHPublicKey] = [], host: String) {
        self.keys = keys
        self.authorities = authorities
        self.host = host
    }

    /// What a host may prove itself with: only kinds that could be trusted.
    package var algorithms: [HostKeyAlgorithm] {
        let pinned = Set(keys.map(\.type))
        return HostKeyAlgorithm.allCases.filter {
            $0.isCertified ? !authorities.isEmpty : pinned.contains($0.signature.keyType)
        }
    }

    /// The key whose signature proves the host, when `blob` is one that is trusted.
    ///
    /// - Parameter nowSeconds: since 1970.
    package func key(
        of blob: [UInt8], _ algorithm: HostKeyAlgorithm, nowSeconds: UInt64
    ) throws(Refusal) -> SSHPublicKey {
        guard algorithm.isCertified else {
            guard let key = SSHPublicKey(blob: blob), key.type == algorithm.signature.keyType else {
                throw .notAKey
            }
            guard keys.contains(key) else { throw .notPinned(fingerprint: key.fingerprint) }
            return key
        }
        guard let certificate = SSHCertificate(blob: blob), certificate.key.type == algorithm.signature.keyType else {
            throw .notAKey
        }
        guard authorities.contains(certificate.authority) else {
            throw .unknownAuthority(fingerprint: certificate.authority.fingerprint)
        }
        guard certificate.isSigned else { throw .badCertificateSignature }
        guard certificate.holder == .host else { throw .notAHostCertificate }
        // One without principals would be for every host.
        guard certificate.principals.contains(host) else { throw .notForThisHost }
        guard certificate.criticalOptions.isEmpty else { throw .unknownCriticalOption }
        guard certificate.validAfterSeconds <= nowSeconds, nowSeconds < certificate.validBeforeSeconds else {
            throw .notValidNow
        }
        return certificate.key
    }
}
