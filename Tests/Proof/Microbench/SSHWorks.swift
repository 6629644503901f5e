import Detectors
import NIOCore
import SSHKeys
import SSHTransport
import SSHWire
import StreamMasking

/// The transport of SSH in memory, of which random numbers make the count vary a little; and the search of a stream.
enum SSHWorks {
    static let all =
        CipherAlgorithm.allCases.map { carrying($0, isToServer: true) }
        + [carrying(.aes256GCM, isToServer: false), logLines, twoFindings]

    private static let megabyte = 1 << 20
    private static let packetBytes = 32_768

    private struct Payload: OutgoingMessage {
        var data: ByteBuffer

        func write(into buffer: inout ByteBuffer) {
            buffer.writeMultipleIntegers(MessageNumber.channelData, 0 as UInt32)
            buffer.writeSSHString(data)
        }
    }

    /// Sealed on one side and opened on the other.
    private static func carrying(_ cipher: CipherAlgorithm, isToServer: Bool) -> Work {
        let direction = isToServer ? "to the server" : "to the client"
        return Work(name: "carry data by \(cipher.rawValue), \(direction)", unit: "MiB", repeats: false) {
            var settings = TransportSettings()
            settings.ciphers = [cipher]
            let key = try SSHPrivateKey(generating: .ed25519)
            var sides = [
                SSHTransport(
                    .client(HostTrust(keys: [key.publicKey], host: "h")), settings: settings,
                    random: SystemRandomNumberGenerator()),
                SSHTransport(.server(hostKeys: [key]), random: SystemRandomNumberGenerator()),
            ]
            func move(from: Int, to: Int) throws -> Int {
                guard var output = sides[from].takeOutput() else { return 0 }
                sides[to].receive(&output)
                var count = 0
                while let event = try sides[to].next(nowSeconds: 0) {
                    if case .message(let payload) = event { count += payload.readableBytes }
                }
                return count
            }
            for _ in 0..<6 {
                _ = try move(from: 0, to: 1)
                _ = try move(from: 1, to: 0)
            }
            let sender = isToServer ? 0 : 1
            let payload = Payload(data: ByteBuffer(repeating: 0x61, count: packetBytes))
            return { _ in
                for _ in 0..<(megabyte / packetBytes) { try sides[sender].send(payload) }
                guard try move(from: sender, to: 1 - sender) > 0 else { throw BenchFailure(reason: "nothing came") }
                _ = try move(from: 1 - sender, to: sender)
            }
        }
    }

    /// A log's lines, each with an address.
    private static let logLines = masking(
        "mask a stream of a program's log", DetectorSet.names,
        "2026-02-01 10:00:00 app[812]: request 8412 of 10.0.0.7 took 12 ms, status 200, no error\n")

    /// The text of `dev/benchmarks/hosts.py`.
    private static let twoFindings = masking(
        "mask a stream with two findings a line", ["us_ssn", "mrn", "phone", "email"],
        "09:14 ward 7 chart opened by nurse, SSN 536-22-4410, call (312) 555-0147, next round at noon\n")

    private static func masking(_ name: String, _ names: [String], _ line: String) -> Work {
        Work(name: name, unit: "MiB") {
            var masker = TextStreamMasker(try DetectorSet(names: names), isTerminal: false)
            let packet = ByteBuffer(string: String(repeating: line, count: packetBytes / line.utf8.count))
            var check = BinaryCheck()
            return { _ in
                for _ in 0..<(megabyte / packetBytes) {
                    guard check.inspect(packet) == nil else { throw BenchFailure(reason: "the text is none") }
                    _ = masker.append(packet)
                }
            }
        }
    }
}
