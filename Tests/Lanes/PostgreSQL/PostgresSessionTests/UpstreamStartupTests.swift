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

    private static func startup(
        encrypted: Bool = false, cleartext: Bool = false, asked minor: ProtocolMinor = .zero
    ) -> UpstreamStartup {
        UpstreamStartup(
            asked: minor, encryption: encrypted ? .tls(endPoint: nil) : .none, allowsCleartext: cleartext, nonce: nonce)
    }

    private static func message(_ type: Character, _ write: (inout ByteBuffer) -> Void) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeMessage(type.asciiValue ?? 0, write)
        return message
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

    private static let endPoint = [UInt8](repeating: 7, count: 32)

    @Test(
        "binds its proof to the server's certificate where it is offered, and says that it would have where it is not",
        arguments: [
            (
                UpstreamStartup.Encryption.tls(endPoint: endPoint), true, "SCRAM-SHA-256-PLUS",
                "p=tls-server-end-point,,"
            ),
            (.tls(endPoint: endPoint), false, "SCRAM-SHA-256", "y,,"),
            (.tls(endPoint: nil), true, "SCRAM-SHA-256", "n,,"), (.none, true, "SCRAM-SHA-256", "n,,"),
        ])
    func binding(
        encryption: UpstreamStartup.Encryption, isOffered: Bool, mechanism: String, header: String
    ) throws {
        var startup = UpstreamStartup(encryption: encryption, allowsCleartext: false, nonce: Self.nonce)
        let offers = (isOffered ? "SCRAM-SHA-256-PLUS\0" : "") + "SCRAM-SHA-256\0\0"
        guard case .send(let first) = startup.receive(UInt8(ascii: "R"), Self.asked(10, Array(offers.utf8))) else {
            Issue.record("nothing was sent")
            return
        }
        #expect(String(buffer: first).contains(mechanism + "\0"))
        #expect(String(buffer: first).hasSuffix("\(header)n=,r=\(Self.nonce)"))
        guard
            case .prove(let challenge) = startup.receive(
                UInt8(ascii: "R"), Self.asked(11, Array(Self.serverFirst.utf8)))
        else {
            Issue.record("there is no challenge")
            return
        }
        let bound = Array(header.utf8) + (header.hasPrefix("p") ? Self.endPoint : [])
        #expect(challenge.clientFinalWithoutProof == "c=\(Base64.encode(bound)),r=\(Self.nonce)XYZ")
        #expect((try? ScramSecret.prove(challenge, password: "pencil")) != nil)
    }

    @Test("speaks the minor version that the server says, and takes keys of its length", arguments: [4, 32, 256])
    func negotiation(keyBytes: Int) {
        for (answer, isLong) in [(Int32?.none, true), (196_608, false)] {
            var startup = Self.startup(asked: .two)
            if let answer {
                let message = Self.message("v") { $0.writeMultipleIntegers(answer, Int32(0)) }
                #expect(startup.receive(UInt8(ascii: "v"), message) == .wait)
            }
            _ = startup.receive(UInt8(ascii: "R"), Self.asked(0))
            let key = Self.message("K") { buffer in
                buffer.writeInteger(Int32(5))
                buffer.writeRepeatingByte(3, count: keyBytes)
            }
            let isTaken = startup.receive(UInt8(ascii: "K"), key) == .wait
            #expect(isTaken == (isLong || keyBytes == CancelKey.shortBytes), "\(keyBytes) bytes, \(isLong)")
        }
    }

    @Test(
        "takes no version that was not asked for, none of another major, and no word of options that were not sent",
        arguments: [(Int32(196_611), Int32(0)), (131_072, 0), (0, 0), (196_608, 1), (196_610, 0)])
    func nonsense(version: Int32, options: Int32) {
        var startup = Self.startup(asked: .two)
        let message = Self.message("v") { $0.writeMultipleIntegers(version, options) }
        guard case .fail(let failure) = startup.receive(UInt8(ascii: "v"), message) else {
            Issue.record("it was taken")
            return
        }
        #expect(failure.sqlState == "08P01")
    }

    @Test("knows a refusal that may be of the minor version", arguments: ["0A000", "08P01", "28P01", "3D000"])
    func refusedProtocol(sqlState: String) {
        for minor in [ProtocolMinor.zero, .two] {
            var startup = Self.startup(asked: minor)
            var error = ByteBuffer()
            error.writeError(severity: "FATAL", sqlState: sqlState, message: "no")
            guard case .fail(let failure) = startup.receive(UInt8(ascii: "E"), error) else {
                Issue.record("an error is the end")
                return
            }
            #expect(failure.refusesProtocol == (minor == .two && ["0A000", "08P01"].contains(sqlState)))
        }
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
