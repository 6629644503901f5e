import HubAPI
import Hummingbird

/// The fields of `application/x-www-form-urlencoded`.
struct Form: Sendable {
    private static let bytesLimit = 64 << 10
    private var fields: [String: String] = [:]

    init(_ request: Request) async throws {
        let bytes = try await request.bytes(limit: Self.bytesLimit)
        for pair in bytes.readableBytesView.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count == 2 ? parts[1] : []) else {
                throw ProblemDetails(.malformed, detail: "the form is not readable")
            }
            fields[name] = value
        }
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    private static func decoded(_ text: some Collection<UInt8>) -> String? {
        var output: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): output.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                output.append(value)
                rest = rest.dropFirst(2)
            default: output.append(byte)
            }
        }
        return String(validating: output, as: UTF8.self)
    }
}
