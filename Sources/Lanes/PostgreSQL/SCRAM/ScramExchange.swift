package import HubAPI
import SignedNote

/// The client's side of one SCRAM-SHA-256 exchange. It does not know the password: the proof
/// is made elsewhere.
package struct ScramExchange: Sendable {
    private enum State {
        case started
        case challenged(ScramChallenge)
        case proved(serverSignature: [UInt8])
    }

    private let nonce: String
    private let binding: ScramBinding
    private var state = State.started
    private var firstBare: String { "n=,r=\(nonce)" }

    /// - Parameter nonce: printable ASCII without a comma, random.
    package init(nonce: String, binding: ScramBinding) {
        self.nonce = nonce
        self.binding = binding
    }

    package var clientFirst: String { binding.header + firstBare }

    /// What has to be proved.
    package mutating func challenge(serverFirst: String) throws(ScramFailure) -> ScramChallenge {
        guard case .started = state, let serverNonce = ScramAttributes(serverFirst)["r"] else { throw .malformed }
        guard serverNonce.hasPrefix(nonce), serverNonce.utf8.count > nonce.utf8.count else { throw .wrongNonce }
        let challenge = ScramChallenge(
            clientFirstBare: firstBare, serverFirst: serverFirst,
            clientFinalWithoutProof: "c=\(binding.proven),r=\(serverNonce)")
        state = .challenged(challenge)
        return challenge
    }

    package mutating func clientFinal(_ proof: ScramProof) throws(ScramFailure) -> String {
        guard case .challenged(let challenge) = state, proof.clientProof.count == 32 else { throw .malformed }
        state = .proved(serverSignature: proof.serverSignature)
        return "\(challenge.clientFinalWithoutProof),p=\(Base64.encode(proof.clientProof))"
    }

    /// The server must prove that it knows the password, too.
    package func verify(serverFinal: String) throws(ScramFailure) {
        guard case .proved(let expected) = state,
            let given = ScramAttributes(serverFinal)["v"].flatMap({ Base64.decode($0) })
        else { throw .malformed }
        guard expected.count == 32, given.count == 32, zip(expected, given).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0
        else { throw .wrongSignature }
    }
}
