import NIOCore

/// What an rsync client says to `rsync --server` before its data: its version, names of algorithms where the host wants
/// them, and rules about names (rsync's compat.c, `setup_protocol`; exclude.c, `recv_filter_list`).
///
/// A rule may have the host read any file of its own and say what is wrong with its lines, so only rules that hold a
/// pattern go on; and nothing but the version and names before all of them were read.
struct RsyncOpening: Sendable {
    struct Refusal: Error, Equatable {
        /// Names the rule, and nothing of the data.
        let words: String
    }

    private enum Stage: Sendable {
        case version
        /// Until the host has said its version, and what it can.
        case host
        case names(left: Int)
        case rules
        case over
    }

    /// What a client may say here.
    static let bytesLimit = 65_536
    private static let ruleBytesLimit = 4_096
    private static let nameBytesLimit = 255
    /// Of protocols of before, data are not in frames; of later ones nothing is known.
    private static let protocols: ClosedRange<UInt32> = 30...32
    private static let dataTag: UInt32 = 7
    private static let nothingTag: UInt32 = 7 + 42
    /// The host wants names of algorithms (CF_VARINT_FLIST_FLAGS).
    private static let negotiates: UInt8 = 0x80

    private let names: Int
    private var stage = Stage.version
    private var host: [UInt8] = []
    private var clientVersion: UInt32 = 0
    /// What is not released yet; what of it was not read.
    private var held = ByteBuffer()
    /// Of that, what the host answers to before the rules come: the version, and names.
    private var releasableBytes = 0
    private var unread = ByteBuffer()
    /// What of the frames was not read.
    private var rules = ByteBuffer()

    /// - Parameter names: how many names the client says, where the host wants them.
    init(names: Int) { self.names = names }

    var isOver: Bool { if case .over = stage { true } else { false } }

    mutating func receive(_ bytes: ByteBuffer) {
        held.writeImmutableBuffer(bytes)
        unread.writeImmutableBuffer(bytes)
    }

    /// What the host says: only its beginning counts.
    mutating func look(_ bytes: ByteBuffer) {
        guard host.count < Self.hostBytes else { return }
        host += bytes.readableBytesView.prefix(Self.hostBytes - host.count)
    }

    /// A version, and a number of one or two bytes.
    private static let hostBytes = 6

    /// What may go to the host by now.
    mutating func release() throws(Refusal) -> ByteBuffer {
        while try advance() {}
        guard isOver else {
            guard held.readableBytes <= Self.bytesLimit else {
                throw Refusal(words: "rsync's filter rules are over the limit of \(Self.bytesLimit) bytes")
            }
            defer { releasableBytes = 0 }
            return held.readSlice(length: releasableBytes) ?? ByteBuffer()
        }
        defer { held = ByteBuffer() }
        return held
    }

    /// - Returns: false: more bytes are needed, or none.
    private mutating func advance() throws(Refusal) -> Bool {
        switch stage {
        case .version:
            guard let version = unread.readInteger(endianness: .little, as: UInt32.self) else { return false }
            clientVersion = version
            releasableBytes += MemoryLayout<UInt32>.size
            stage = .host
        case .host:
            guard let names = try wantedNames() else { return false }
            stage = .names(left: names)
        case .names(let left):
            guard left > 0 else {
                stage = .rules
                return true
            }
            guard try readName() else { return false }
            stage = .names(left: left - 1)
        case .rules:
            if try readRule() { return true }
            if case .over = stage { return false }
            return try readFrame()
        case .over: return false
        }
        return true
    }

    /// Nil: the host has not said enough.
    private func wantedNames() throws(Refusal) -> Int? {
        guard host.count > 4 else { return nil }
        let version = host[..<4].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        guard Self.protocols.contains(min(version, clientVersion)) else {
            throw Refusal(
                words: "rsync of protocols \(Self.protocols.lowerBound) to \(Self.protocols.upperBound) is known")
        }
        // A number of one byte, or of two, of which the first has the higher bits.
        guard host[4] & 0x80 != 0 else { return 0 }
        guard host[4] & 0x40 == 0 else { throw Refusal(words: "what the host's rsync can is not known here") }
        guard host.count > 5 else { return nil }
        return host[5] & Self.negotiates != 0 ? names : 0
    }

    private mutating func readName() throws(Refusal) -> Bool {
        var rest = unread
        guard var length = rest.readInteger(as: UInt8.self).map(Int.init) else { return false }
        if length & 0x80 != 0 {
            guard let low = rest.readInteger(as: UInt8.self) else { return false }
            length = (length & 0x7F) << 8 | Int(low)
        }
        guard length <= Self.nameBytesLimit else { throw Refusal(words: "a name of an rsync client's is too long") }
        guard rest.readSlice(length: length) != nil else { return false }
        releasableBytes += unread.readableBytes - rest.readableBytes
        unread = rest
        return true
    }

    private mutating func readFrame() throws(Refusal) -> Bool {
        var rest = unread
        guard let head = rest.readInteger(endianness: .little, as: UInt32.self) else { return false }
        let length = Int(head & 0xFF_FFFF)
        switch head >> 24 {
        case Self.dataTag:
            guard length <= Self.bytesLimit else {
                throw Refusal(words: "rsync's filter rules are over the limit of \(Self.bytesLimit) bytes")
            }
            guard var data = rest.readSlice(length: length) else { return false }
            rules.writeBuffer(&data)
        case Self.nothingTag where length == 0: break
        default: throw Refusal(words: "an rsync client says something else than filter rules at its beginning")
        }
        unread = rest
        return true
    }

    private mutating func readRule() throws(Refusal) -> Bool {
        var rest = rules
        guard let length = rest.readInteger(endianness: .little, as: UInt32.self) else { return false }
        if length == 0 {
            stage = .over
            return false
        }
        guard length <= Self.ruleBytesLimit else { throw Refusal(words: "a filter rule of rsync's is too long") }
        guard let rule = rest.readSlice(length: Int(length)) else { return false }
        guard Self.isPattern(rule.readableBytesView) else {
            throw Refusal(
                words:
                    "a filter rule of rsync's is none that names a pattern: give --include and --exclude, and neither "
                    + "-C, -F nor merged files, which the host would read")
        }
        rules = rest
        return true
    }

    /// `- *.o`, `+/ dir/`, `-s tmp`, or `!`, which clears.
    private static func isPattern(_ rule: ByteBufferView) -> Bool {
        if rule.elementsEqual([UInt8(ascii: "!")]) { return true }
        guard let first = rule.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
        let rest = rule.dropFirst().drop { Array("/!sprx".utf8).contains($0) }
        guard let space = rest.first, space == UInt8(ascii: " ") || space == UInt8(ascii: "_") else { return false }
        return rest.count > 1
    }
}
