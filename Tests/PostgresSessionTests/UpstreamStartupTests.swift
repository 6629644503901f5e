import HubAPI
import NIOCore
import PostgresSession
import PostgresWire
import SCRAM
import SignedNote
import Testing

/// Authentication with a password that is elsewhere.
@Suite("The start of a connection upstream") struct UpstreamStartupTests {
    private static let nonce = "abcdefghijklmnopqrstuvwx"
    private static let serverFirst = "r=\(nonce)XYZ,s=c2FsdHNhbHQ=,i=4096"

    private static func asked(_ method: Int32, _ rest: [UInt8] = []) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeMessage(UInt8(ascii: "R")) { buffer in
            buffer.writeInteger(method)
            buffer.writeBytes(rest)
        }
        return message
    }

    private static func startup(encrypted: Bool = false, cleartext: Bool = false) -> UpstreamStartup {
        UpstreamStartup(isEncrypted: encrypted, allowsCleartext: cleartext, nonce: nonce)
    }

    private static func challenge(_ startup: inout UpstreamStartup) -> ScramChallenge? {
        _ = startup.receive(UInt8(ascii: "R"), asked(10, Array("SCRAM-SHA-256\0\0".utf8)))
        guard case .prove(let challenge) = startup.receive(UInt8(ascii: "R"), asked(11, Array(serverFirst.utf8))) else {
            return nil
        }
        return challenge
    }

    @Test func `gives the challenge away for a proof, and takes the server only with the right signature`() throws {
        for isRight in [true, false] {
            var startup = Self.startup()
            let challenge = try #require(Self.challenge(&startup))
            #expect(startup.waitsForCredential)
            let proof = try ScramSecret.prove(challenge, password: "pencil")
            guard case .send(let final) = startup.resume(proof) else {
                Issue.record("no client-final")
                return
            }
            #expect(String(buffer: final).contains("c=biws,r=\(Self.nonce)XYZ,p="))
            let signature = isRight ? proof.serverSignature : proof.clientProof
            let answer = startup.receive(
                UInt8(ascii: "R"), Self.asked(12, Array("v=\(Base64.encode(signature))".utf8)))
            if isRight {
                #expect(answer == .wait)
                #expect(startup.receive(UInt8(ascii: "R"), Self.asked(0)) == .wait)
            } else {
                guard case .fail(let failure) = answer else {
                    Issue.record("a wrong signature was taken")
                    return
                }
                #expect(failure.sqlState == "28000")
            }
        }
    }

    @Test func `takes no word of the server for its proof while ours is waited for`() throws {
        var startup = Self.startup()
        _ = try #require(Self.challenge(&startup))
        guard case .fail = startup.receive(UInt8(ascii: "R"), Self.asked(0)) else {
            Issue.record("the server was believed")
            return
        }
    }

    @Test func `takes no server that has not proved itself after SCRAM`() throws {
        var startup = Self.startup()
        let challenge = try #require(Self.challenge(&startup))
        _ = startup.resume(try ScramSecret.prove(challenge, password: "pencil"))
        guard case .fail = startup.receive(UInt8(ascii: "R"), Self.asked(0)) else {
            Issue.record("the server was believed")
            return
        }
    }

    @Test func `asks for the answer to md5`() {
        var startup = Self.startup()
        #expect(
            startup.receive(UInt8(ascii: "R"), Self.asked(5, [1, 2, 3, 4]))
                == .answer(MD5Challenge(salt: [1, 2, 3, 4])))
        guard case .send = startup.resume(PasswordAnswer(password: "md5x")) else {
            Issue.record("nothing was sent")
            return
        }
        #expect(startup.receive(UInt8(ascii: "R"), Self.asked(0)) == .wait)
    }

    @Test(
        "asks for the password itself only over TLS, and only where the target says so",
        arguments: [(true, true), (true, false), (false, true), (false, false)])
    func cleartext(encrypted: Bool, allowed: Bool) {
        var startup = Self.startup(encrypted: encrypted, cleartext: allowed)
        let action = startup.receive(UInt8(ascii: "R"), Self.asked(3))
        if encrypted, allowed {
            #expect(action == .cleartext)
        } else {
            guard case .fail(let failure) = action else {
                Issue.record("the password was asked for")
                return
            }
            #expect(failure.sqlState == "28000")
        }
    }
}
