import NIOCore
import SSHWire
import Testing

struct IdentificationTests {
    static func read(_ parts: [[UInt8]], server: Bool = true) throws(SSHViolation) -> (String, [UInt8])? {
        var reader = IdentificationReader(mayBeginWithOtherLines: server)
        var bytes = ByteBuffer()
        var line: IdentificationLine?
        for part in parts {
            bytes.writeBytes(part)
            if line == nil { line = try reader.read(&bytes) }
        }
        return line.map { ($0.text, Array(bytes.readableBytesView)) }
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\nrest", "SSH-2.0-OpenSSH_9.2p1 Debian-2"), ("SSH-2.0-x\nrest", "SSH-2.0-x"),
        ("hello\r\nthere\r\nSSH-1.99-y\r\nrest", "SSH-1.99-y"),
    ])
    func `A version is read however it is cut, and what is behind it stays`(text: String, line: String) throws {
        let bytes = Array(text.utf8)
        let cuts = [[bytes], bytes.map { [$0] }] + bytes.indices.map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        for parts in cuts {
            let (read, rest) = try #require(try Self.read(parts))
            #expect(read == line)
            #expect(rest == Array("rest".utf8))
        }
    }

    @Test(arguments: [
        "SSH-1.5-x\r\n", "SSH-2.0-\r\n", "SSH-2.0-é\r\n", "SSH-2.0-" + String(repeating: "a", count: 255),
        String(repeating: "x\n", count: 33), String(repeating: "x", count: 255),
    ])
    func `What is no version, or over a limit, is refused`(text: String) {
        #expect(throws: SSHViolation.self) { try Self.read([Array(text.utf8)]) }
    }

    @Test func `A client's first line is its version`() {
        #expect(throws: SSHViolation.self) { try Self.read([Array("GET / HTTP/1.1\r\n".utf8)], server: false) }
    }
}
