import Crypto
import HubAPI
import Judge
import NIOCore
import Policy

/// What a Bind has brought for the parameters of a statement that people decide about.
struct BoundValues: Sendable, Equatable {
    /// How many there are.
    var count = 0
    /// The first of them as people see them, in the form of `ApprovalText`: `'7'`, `NULL`.
    var shown: [String] = []
    /// SHA-256 of the values with their types and formats, those of the result among them.
    var digest: [UInt8] = []

    static let none = BoundValues()

    /// Beyond these they are counted and not shown.
    static let shownLimit = ApprovalRequest.parametersLimit
    /// A longer value is not looked at.
    static let searchedBytesLimit = 64 << 10

    /// - Parameters:
    ///   - rest: of the Bind message, after the names.
    ///   - declared: object numbers of types, by the client; 0 or fewer than there are values where it leaves them open.
    ///   - described: the same by the server; nil: it has not been asked.
    init(_ parts: BindParts, in rest: ByteBuffer, declared: [UInt32], described: [UInt32]?, judge: Judge) {
        let types = described ?? declared
        count = parts.count
        var hash = SHA256()
        for type in declared { withUnsafeBytes(of: type.bigEndian) { hash.update(bufferPointer: $0) } }
        rest.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        digest = hash.finalize().withUnsafeBytes { Array($0) }
        let manner = judge.terms.parameters ?? .masked
        guard manner != .hidden else { return }
        var bytesLeft = ApprovalRequest.parametersBytesLimit
        for index in 0..<min(count, Self.shownLimit) {
            guard let range = parts.values[index] else {
                shown.append("NULL")
                continue
            }
            let value = rest.getSlice(at: range.lowerBound, length: range.count) ?? ByteBuffer()
            let text = Self.text(
                value, isBinary: parts.isBinary(index, in: rest), type: index < types.count ? types[index] : 0,
                manner == .masked ? judge : nil)
            bytesLeft -= text.utf8.count
            guard bytesLeft >= 0 else { return }
            shown.append(text)
        }
    }

    private init() {}

    /// Of one statement that stands alone: values that are none are nobody's.
    init(one: BoundValues) { self = one.count > 0 ? one : .none }

    /// Of several statements. Which value is whose could not be told from numbers, so of more than one none is shown.
    init(all: [BoundValues]) {
        let filled = all.filter { $0.count > 0 }
        guard filled.count != 1 else {
            self = filled[0]
            return
        }
        count = filled.reduce(0) { $0 + $1.count }
        guard !filled.isEmpty else { return }
        var hash = SHA256()
        for values in filled { hash.update(data: values.digest) }
        digest = hash.finalize().withUnsafeBytes { Array($0) }
    }

    /// - Parameter judge: nil: nothing is searched.
    private static func text(_ value: ByteBuffer, isBinary: Bool, type: UInt32, _ judge: Judge?) -> String {
        let size = "[… \(value.readableBytes) bytes …]"
        guard value.readableBytes <= searchedBytesLimit else { return size }
        var bytes = Array(value.readableBytesView)
        if isBinary {
            guard let text = ParameterText.of(bytes, type: type) else { return size }
            bytes = Array(text.utf8)
        }
        let text = judge?.redacted(bytes) ?? String(decoding: bytes, as: UTF8.self)
        let quoted = "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        return ApprovalText.of(quoted, bytesLimit: ApprovalRequest.parameterBytesLimit)
    }
}
