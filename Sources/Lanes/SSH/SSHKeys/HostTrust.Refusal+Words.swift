extension HostTrust.Refusal {
    /// For the log and the client: the rule, the thing, and what to do.
    package var words: String {
        switch self {
        case .notAKey: "the host's key is not of the kind that was agreed on"
        case .notPinned(let fingerprint):
            "the host's key \(fingerprint) is not among the target's host_keys: if the host was set up anew, "
                + "verify the key with whoever runs it and change the policy"
        case .unknownAuthority(let fingerprint):
            "the host's certificate is of the authority \(fingerprint), which is not the target's host_ca"
        case .badCertificateSignature: "the signature of the host's certificate is not its authority's"
        case .notAHostCertificate: "the host shows a certificate that is not a host's"
        case .notForThisHost: "the host's certificate does not name the host of the target's upstream"
        case .notValidNow: "the host's certificate is not valid now"
        case .unknownCriticalOption: "the host's certificate has a critical option, and none is known"
        }
    }
}
