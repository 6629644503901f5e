import HubAPI
import SCRAM
import SignedNote
import Testing

@Suite("SCRAM-SHA-256 with the password elsewhere") struct ScramTests {
    /// RFC 7677, section 3.
    private static let known = ScramChallenge(
        clientFirstBare: "n=user,r=rOprNGfwEbeRWgbNEkqO",
        serverFirst: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        clientFinalWithoutProof: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")

    @Test func `proves what RFC 7677 proves in its example`() throws {
        let proof = try ScramSecret.prove(Self.known, password: "pencil")
        #expect(Base64.encode(proof.clientProof) == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        #expect(Base64.encode(proof.serverSignature) == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    }

    @Test(
        "proves nothing to a challenge that would make the password cheap to guess, or fits no exchange",
        arguments: [
            ("i=4096", "i=4095", ScramFailure.tooFewIterations), ("i=4096", "i=1000001", .tooManyIterations),
            ("i=4096", "i=x", .malformed), ("s=W22ZaJ0SNY7soEsUEjb6gQ==", "s=W22ZaJ0SNQ==", .shortSalt),
            ("s=W22ZaJ0SNY7soEsUEjb6gQ==", "s=!", .malformed), ("r=rOpr", "r=Other", .wrongNonce),
            ("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", "", .wrongNonce), ("r=", "q=", .malformed),
        ])
    func refused(part: String, replacement: String, failure: ScramFailure) {
        var challenge = Self.known
        challenge.serverFirst = challenge.serverFirst.replacing(part, with: replacement)
        #expect(throws: failure) { try ScramSecret.prove(challenge, password: "pencil") }
    }

    @Test func `proves nothing for a final message of another exchange`() {
        var challenge = Self.known
        challenge.clientFinalWithoutProof = "c=biws,r=rOprNGfwEbeRWgbNEkqOother"
        #expect(throws: ScramFailure.wrongNonce) { try ScramSecret.prove(challenge, password: "pencil") }
    }

    @Test(
        "signs a channel binding by a certificate's hash, one that was not offered, and nothing else",
        arguments: [
            ("n,,", true), ("y,,", true), ("p=tls-server-end-point,," + String(repeating: "h", count: 32), true),
            ("p=tls-server-end-point,," + String(repeating: "h", count: 64), true), ("p=tls-server-end-point,,", false),
            ("p=tls-server-end-point,," + String(repeating: "h", count: 65), false),
            ("p=tls-unique,," + String(repeating: "h", count: 32), false), ("n,a=other,", false), ("", false),
        ])
    func bindings(binding: String, isSigned: Bool) {
        var challenge = Self.known
        challenge.clientFinalWithoutProof = challenge.clientFinalWithoutProof
            .replacing("biws", with: Base64.encode(Array(binding.utf8)))
        #expect(((try? ScramSecret.prove(challenge, password: "pencil")) != nil) == isSigned)
    }

    @Test func `answers md5 as PostgreSQL computes it, and only a salt of four bytes`() {
        let answer = MD5Secret.answer(MD5Challenge(salt: [1, 2, 3, 4]), user: "user", password: "pencil")
        #expect(answer?.password == "md54376eb6913b38f9aaff38dc7cf19ca76")
        #expect(MD5Secret.answer(MD5Challenge(salt: [1, 2, 3]), user: "user", password: "pencil") == nil)
    }
}
