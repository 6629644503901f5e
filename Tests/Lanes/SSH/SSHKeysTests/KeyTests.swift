import Foundation
import NIOCore
import SSHKeys
import SSHWire
import TestSupport
import Testing

/// Keys as OpenSSH makes them.
struct KeyTests {
    static func line(of file: URL) throws -> SSHPublicKey {
        let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        return try #require(SSHPublicKey(line: text))
    }

    /// A folder of its own, gone with the body.
    static func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "keys-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path())
    }

    static func makeKey(_ type: String, at path: String) throws -> SSHPublicKey {
        try Command("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", path]).check()
        return try line(of: URL(filePath: path + ".pub"))
    }

    @Test(arguments: ["ed25519", "ecdsa", "rsa"])
    func `A key of ssh-keygen's is read, and has the fingerprint that it says`(type: String) throws {
        try Self.inFolder { place in
            let key = try Self.makeKey(type, at: place + "key")
            let said = try Command("ssh-keygen", ["-l", "-f", place + "key.pub"]).check()
            #expect(said.split(separator: " ")[1] == key.fingerprint)
            #expect(SSHPublicKey(line: key.line) == key)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `A signature verifies over its bytes, made its way, by its key, and not otherwise`(
        algorithm: SignatureAlgorithm
    ) throws {
        let key = try SSHPrivateKey(generating: algorithm.keyType)
        let bytes = Array("what is signed".utf8)
        let signature = try key.signature(over: bytes, algorithm)
        #expect(key.publicKey.verifies(signature, over: bytes, algorithm))
        #expect(!key.publicKey.verifies(signature, over: bytes + [0], algorithm))
        for other in SignatureAlgorithm.allCases where other != algorithm {
            #expect(!key.publicKey.verifies(signature, over: bytes, other))
        }
        #expect(try !SSHPrivateKey(generating: .ed25519).publicKey.verifies(signature, over: bytes, algorithm))
        for index in 0..<signature.readableBytes {
            var other = signature
            other.setInteger((other.getInteger(at: index, as: UInt8.self) ?? 0) ^ 0x40, at: index)
            #expect(!key.publicKey.verifies(other, over: bytes, algorithm), "\(index)")
        }
        let same = try SSHPrivateKey(key.type, rawRepresentation: key.rawRepresentation)
        #expect(same.publicKey == key.publicKey)
    }

    @Test func `A key is in its one form, of a kind that is spoken, and of enough bits`() throws {
        let blob = try SSHPrivateKey(generating: .ed25519).publicKey.blob
        #expect(SSHPublicKey(blob: blob) != nil)
        #expect(SSHPublicKey(blob: blob + [0]) == nil)
        for count in blob.indices { #expect(SSHPublicKey(blob: Array(blob.prefix(count))) == nil) }
        var short = ByteBuffer()
        short.writeSSHString("ssh-rsa")
        short.writePositiveInteger([1, 0, 1])
        short.writePositiveInteger([UInt8](repeating: 0xFF, count: 128))
        #expect(SSHPublicKey(blob: short.allBytes) == nil)
        var other = ByteBuffer()
        other.writeSSHString("ssh-dss")
        #expect(SSHPublicKey(blob: other.allBytes) == nil)
    }

    @Test(arguments: ["ed25519", "ecdsa", "rsa"])
    func `A host's certificate is trusted when it is its authority's, for the host, and valid now`(type: String) throws
    {
        try Self.inFolder { place in
            let authority = try Self.makeKey("ed25519", at: place + "ca")
            let key = try Self.makeKey(type, at: place + "host")
            let algorithm = HostKeyAlgorithm(key.type.signatureAlgorithms[0], isCertified: true)
            let trust = HostTrust(keys: [], authorities: [authority], host: "ward7.internal")
            #expect(trust.algorithms.allSatisfy { $0.isCertified })
            func certified(_ options: [String]) throws -> [UInt8] {
                try Command("ssh-keygen", ["-q", "-s", place + "ca", "-I", "id"] + options + [place + "host.pub"])
                    .check()
                let text = try String(contentsOfFile: place + "host-cert.pub", encoding: .utf8)
                return Array(try #require(Data(base64Encoded: String(text.split(separator: " ")[1]))))
            }
            let now: UInt64 = 1_700_000_000
            let valid = ["-V", "20231101:20231201"]
            let good = try certified(["-h", "-n", "other,ward7.internal"] + valid)
            #expect(try trust.key(of: good, algorithm, nowSeconds: now) == key)
            func refusal(_ blob: [UInt8], _ trust: HostTrust, at seconds: UInt64 = now) -> HostTrust.Refusal? {
                do { _ = try trust.key(of: blob, algorithm, nowSeconds: seconds) } catch { return error }
                return nil
            }
            #expect(refusal(good, trust, at: now + 86_400 * 60) == .notValidNow)
            #expect(refusal(good, trust, at: now - 86_400 * 60) == .notValidNow)
            let other = HostTrust(keys: [], authorities: [key], host: "ward7.internal")
            #expect(refusal(good, other) == .unknownAuthority(fingerprint: authority.fingerprint))
            #expect(refusal(try certified(["-h", "-n", "ward8"] + valid), trust) == .notForThisHost)
            #expect(refusal(try certified(["-h"] + valid), trust) == .notForThisHost)
            #expect(refusal(try certified(["-n", "ward7.internal"] + valid), trust) == .notAHostCertificate)
            #expect(
                refusal(try certified(["-h", "-n", "ward7.internal", "-O", "critical:x@example.org=1"] + valid), trust)
                    == .unknownCriticalOption)
            #expect(refusal(key.blob, trust) == .notAKey)
            for index in stride(from: 0, to: good.count, by: 7) {
                var broken = good
                broken[index] ^= 1
                #expect(refusal(broken, trust) != nil, "\(index)")
            }
        }
    }

    @Test func `A pinned key is trusted, another is not, and only kinds that are pinned are asked for`() throws {
        let pinned = try SSHPrivateKey(generating: .ed25519).publicKey
        let other = try SSHPrivateKey(generating: .ed25519).publicKey
        let trust = HostTrust(keys: [pinned], host: "h")
        #expect(trust.algorithms == [HostKeyAlgorithm(.ed25519)])
        #expect(try trust.key(of: pinned.blob, HostKeyAlgorithm(.ed25519), nowSeconds: 0) == pinned)
        #expect(throws: HostTrust.Refusal.notPinned(fingerprint: other.fingerprint)) {
            try trust.key(of: other.blob, HostKeyAlgorithm(.ed25519), nowSeconds: 0)
        }
        #expect(throws: HostTrust.Refusal.notAKey) {
            try trust.key(of: pinned.blob, HostKeyAlgorithm(.ecdsaP256), nowSeconds: 0)
        }
    }
}
