import Judge
import NIOCore
import PostgresWire

/// COPY FROM STDIN: see `CopyIn`.
extension SessionMachine {
    static let notData = WireViolation("the server takes COPY data, and this message is none")

    /// What the client sends while the server takes data.
    mutating func copy(_ type: UInt8, _ body: ByteBuffer, _ data: CopyIn.Data) {
        switch type {
        case UInt8(ascii: "d"):
            guard data.run.profile.refusesMaskMarker else { return forward(body) }
            var data = data
            guard data.endsMarker(in: body.readableBytesView) else {
                copyIn = .open(data)
                return forward(body)
            }
            toUpstream.writeCopyFail(Self.refusedText)
            end(.maskMarker(data.run.profile, ""))
        case UInt8(ascii: "c"):
            forward(body)
            end(nil)
        case UInt8(ascii: "f"):
            var reader = body
            guard reader.readCStringBytes() != nil, reader.readableBytes == 0 else {
                return malformed(WireViolation("invalid CopyFail message"))
            }
            forward(body)
            end(nil)
        // It would pass over them.
        case UInt8(ascii: "H"), UInt8(ascii: "S"): return
        case UInt8(ascii: "X"): terminate()
        default: malformed(Self.notData)
        }
    }

    private mutating func end(_ refusal: Refusal?) {
        copyIn = .ended(refusal)
        // In a pipeline the server keeps what it says of the end until it is asked.
        if pipeline == .open { toUpstream.writeFlush() }
    }

    /// The server takes data now.
    mutating func beginCopyIn(_ run: StatementRun) {
        switch copyIn {
        case .mayBegin where run.judged.mayCopyIn: copyIn = .open(CopyIn.Data(run: run))
        case .mayBegin, .none, .open, .ended: lost("takes COPY data that nobody offered")
        }
    }

    /// What copied, or might have, is over: completed, failed or skipped. Another may be on its way.
    mutating func settleCopyIn() {
        switch copyIn {
        case .none: return
        case .mayBegin, .open, .ended: copyIn = sent.last?.mayCopyIn == true ? .mayBegin : .none
        }
    }
}

extension CopyIn.Data {
    /// Whether the mask marker ends in these bytes, which follow those that were asked about before.
    mutating func endsMarker(in bytes: ByteBufferView) -> Bool {
        let marker = BindParts.marker
        let asterisk = marker[0]
        let leading = bytes.prefix { $0 == asterisk }.count
        if asterisks + leading >= marker.count || bytes.contains(marker: marker) { return true }
        let trailing = bytes.reversed().prefix { $0 == asterisk }.count
        asterisks = leading == bytes.count ? asterisks + leading : trailing
        return false
    }
}
