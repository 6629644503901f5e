import SignedNote
import Testing

struct SignedNoteTests {
    static let key = try! SigningKey(name: "example.test/log", seed: Array(0..<32))
    static let other = try! SigningKey(name: "other.test/log", seed: Array(32..<64))

    @Test func `A signed note verifies with its key and gives its text back`() throws {
        let note = try SignedNote.sign(text: "first\nsecond\n", keys: [Self.key, Self.other])
        for verifier in [Self.key.verifierKey, Self.other.verifierKey] {
            #expect(try SignedNote.verify(note: note.description, verifiers: [verifier]) == "first\nsecond\n")
        }
        #expect(try SignedNote.parse(note.description) == note)
    }

    /// The example of golang.org/x/mod/sumdb/note: key and signature were not made by this code.
    @Test func `A note that Go's tools signed verifies`() throws {
        let verifier = try VerifierKey(parsing: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        let signature =
            "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
        #expect(try SignedNote.verify(note: text + "\n" + signature, verifiers: [verifier]) == text)
    }

    @Test func `A text that holds an empty line keeps it`() throws {
        let note = try SignedNote.sign(text: "a\n\nb\n", keys: [Self.key])
        #expect(try SignedNote.verify(note: note.description, verifiers: [Self.key.verifierKey]) == "a\n\nb\n")
    }

    @Test func `No byte of a note can be changed unseen`() throws {
        let note = Array(try SignedNote.sign(text: "{\"a\":1}\n", keys: [Self.key]).description.utf8)
        for index in note.indices {
            for bit in 0..<8 {
                var changed = note
                changed[index] ^= 1 << bit
                #expect(throws: NoteFailure.self) {
                    try SignedNote.verify(note: changed, verifiers: [Self.key.verifierKey])
                }
            }
        }
        for length in 0..<note.count {
            #expect(throws: NoteFailure.self) {
                try SignedNote.verify(note: Array(note.prefix(length)), verifiers: [Self.key.verifierKey])
            }
        }
    }

    @Test func `A note by a stranger is refused as such`() throws {
        let note = try SignedNote.sign(text: "text\n", keys: [Self.other]).description
        #expect(throws: NoteFailure.noTrustedSignature) {
            try SignedNote.verify(note: note, verifiers: [Self.key.verifierKey])
        }
        #expect(throws: NoteFailure.noTrustedSignature) { try SignedNote.verify(note: note, verifiers: []) }
    }

    @Test func `A stranger's key under the trusted name is refused`() throws {
        let impostor = try SigningKey(name: Self.key.name, seed: Array(1..<33))
        let note = try SignedNote.sign(text: "text\n", keys: [impostor]).description
        #expect(throws: NoteFailure.noTrustedSignature) {
            try SignedNote.verify(note: note, verifiers: [Self.key.verifierKey])
        }
    }

    @Test(arguments: ["", "no newline", "tab\t\n", "return\r\n", "nul\u{0}\n"])
    func `A text that the specification forbids is not signed`(text: String) {
        #expect(throws: NoteFailure.self) { try SignedNote.sign(text: text, keys: [Self.key]) }
    }

    @Test(arguments: ["", "\n", "\n\n", "\n\n\n", "a\n\n", "a\n\n\n", "a\n\n\u{2014} x\n", "a\n\n\u{2014} x AAAA\n"])
    func `What is no note is refused`(note: String) {
        #expect(throws: NoteFailure.self) { try SignedNote.parse(note) }
    }

    @Test func `Keys survive their text forms, and their description keeps the secret`() throws {
        let again = try SigningKey(parsing: Self.key.fileText)
        #expect(again.verifierKey == Self.key.verifierKey)
        #expect(again.fileText == Self.key.fileText)
        #expect(try VerifierKey(parsing: Self.key.verifierKey.description) == Self.key.verifierKey)
        #expect(!"\(Self.key)".contains("AQAB"))
        #expect(!String(reflecting: Self.key).contains("AQAB"))
    }

    @Test(arguments: ["", "a+b", "a b", "a\nb", "a\u{a0}b"])
    func `A key name that breaks the rules is refused`(name: String) {
        #expect(throws: NoteFailure.self) { try SigningKey(name: name, seed: Array(0..<32)) }
    }

    @Test func `No character of a key's text can be changed unseen`() throws {
        let text = Array(Self.key.verifierKey.description.utf8)
        for index in text.indices {
            var changed = text
            changed[index] ^= 1
            let key = try? VerifierKey(parsing: String(decoding: changed, as: UTF8.self))
            #expect(key == nil)
        }
    }

    @Test(
        arguments: zip(
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]))
    func `Base64 agrees with RFC 4648`(plain: String, coded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == coded)
        #expect(Base64.decode(coded) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9v\n"])
    func `Base64 that is not canonical is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
