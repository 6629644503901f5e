package import NIOCore
import PostgresWire

/// The rows of one simple query of the lane's own, as text, put together from the server's messages.
package struct TextRows {
    package enum Outcome: Sendable, Equatable {
        case rows([[String?]])
        /// SQLSTATE and condition name, or what is wrong; no word of the server's.
        case failed(String)
    }

    private let rowsLimit: Int
    private var rows: [[String?]] = []
    private var failure: String?

    package init(rowsLimit: Int) { self.rowsLimit = rowsLimit }

    /// - Parameter message: whole, its header before its body.
    /// - Returns: nil until the server is ready for the next query.
    package mutating func receive(_ type: UInt8, _ message: ByteBuffer) -> Outcome? {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        switch type {
        case UInt8(ascii: "D"):
            if rows.count < rowsLimit, let row = Self.row(&body) {
                rows.append(row)
            } else {
                failure = failure ?? "the answer has more than \(rowsLimit) rows or is malformed"
            }
        case UInt8(ascii: "E"):
            let state = ErrorFields(body: body)?.sqlState ?? "XX000"
            failure = failure ?? "\(state) \(ConditionName.of(state))"
        case UInt8(ascii: "Z"): return failure.map { .failed($0) } ?? .rows(rows)
        default: break
        }
        return nil
    }

    private static func row(_ body: inout ByteBuffer) -> [String?]? {
        guard let count = body.readInteger(as: Int16.self), count >= 0 else { return nil }
        var row: [String?] = []
        for _ in 0..<Int(count) {
            guard let length = body.readInteger(as: Int32.self) else { return nil }
            if length < 0 {
                row.append(nil)
            } else {
                guard let cell = body.readString(length: Int(length)) else { return nil }
                row.append(cell)
            }
        }
        return row
    }
}
