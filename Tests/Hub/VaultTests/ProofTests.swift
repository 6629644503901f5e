import Crypto
import Foundation
import HubAPI
import Testing
import Vault

@Suite("Proofs of a password") struct ProofTests {
    private let credential = DatabaseCredential(user: "user", password: SecretText("pencil"), version: "1")

    @Test("A SCRAM challenge is answered as RFC 7677 shows")
    func scram() throws {
        // RFC 7677, section 3.
        let nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
        let proof = try credential.prove(
            ScramChallenge(
                clientFirstBare: "n=user,r=rOprNGfwEbeRWgbNEkqO",
                serverFirst: "r=\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                clientFinalWithoutProof: "c=biws,r=\(nonce)"))
        #expect(base64(proof.clientProof) == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        #expect(base64(proof.serverSignature) == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    }

    @Test("An md5 challenge is answered as PostgreSQL's protocol says, and only one with a salt of four bytes")
    func md5() {
        let answer = credential.answer(MD5Challenge(salt: [1, 2, 3, 4]))
        func digest(_ bytes: [UInt8]) -> String {
            Insecure.MD5.hash(data: bytes).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        }
        #expect(answer?.password == "md5" + digest(Array(digest(Array("penciluser".utf8)).utf8) + [1, 2, 3, 4]))
        #expect(credential.answer(MD5Challenge(salt: [1, 2, 3])) == nil)
    }

    private func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
