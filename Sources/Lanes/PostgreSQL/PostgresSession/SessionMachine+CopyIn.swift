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
            guard var markers = data.markers else { return forward(body) }
            if body.withUnsafeReadableBytes({ markers.isFound(in: $0) }) {
                toUpstream.writeCopyFail(Self.refusedText)
                end(.maskMarker(data.run.profile, ""))
            } else {
                copyIn = .open(CopyIn.Data(run: data.run, markers: markers))
                forward(body)
            }
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
        if case .execute? = sent.first { toUpstream.writeFlush() }
    }

    /// The server takes data now.
    mutating func beginCopyIn(_ run: StatementRun) {
        switch copyIn {
        case .mayBegin where run.judged.mayCopyIn:
            let markers = run.profile.refusesMaskMarker ? MaskMarkerStream(judgeInForce().markers) : nil
            copyIn = .open(CopyIn.Data(run: run, markers: markers))
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
