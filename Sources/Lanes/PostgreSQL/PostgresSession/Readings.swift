import Judge
import NIOCore

/// How many ways there are in which the server could read a text that is sent now.
///
/// Whatever runs could change `standard_conforming_strings` or `client_encoding`, on lanes that protect nothing by any
/// function. The server tells of it when it is ready for the next query, and the session ends by that; but what was sent ahead
/// has been read by then. So what can be read in two ways is not sent ahead of that, on no lane: that a statement could not
/// change them need not be believed.
enum Readings {
    case one
    case several

    /// Nothing in a text follows from these parameters: no backslash, and no character beyond ASCII.
    static func isPlain(_ text: [UInt8]) -> Bool { !text.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 } }

    static let refusal = Refusal(
        message: "what was sent before in this pipeline may run code that changes how this text is read",
        hint:
            "send Sync before a statement that has a backslash or characters beyond ASCII, or send its values as parameters",
        rule: "chaperone/pipeline")
}

extension SessionMachine {
    /// A statement goes upstream.
    mutating func noteReadings(_ judged: JudgedStatement) {
        if judged.mayRunCode { readings = .several }
    }

    /// Whether a text waits, or was refused, because it could be read in two ways.
    mutating func mustWaitForReadings(_ text: [UInt8], _ type: UInt8, _ body: ByteBuffer) -> Bool {
        guard readings == .several, !Readings.isPlain(text) else { return false }
        guard pipeline.stage == .open else {
            holdUntilAnswered(type, body)
            return true
        }
        let isQuery = type == UInt8(ascii: "Q")
        if isQuery {
            refuseQuery(Readings.refusal, via: "simple", raw: text)
        } else {
            refuseParse(Readings.refusal, via: "parse", raw: text)
        }
        return true
    }
}
