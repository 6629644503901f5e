import AuditLog
import Judge
import NIOCore

/// A prepared statement of the extended protocol, or one of SQL PREPARE or DECLARE that the protocol reaches.
final class PreparedStatement {
    let server: ServerStatement
    let judged: JudgedStatement
    /// As its Parse message declared them, by number.
    let parameterTypes: [UInt32]
    /// As the server has described them, where people may be asked about its values.
    private(set) var describedTypes: [UInt32]?
    /// Where its text names what the session has prepared or declared; nil: it means the same always.
    var naming: Naming?
    /// Between which two Syncs it was sent.
    let segment: UInt64
    /// Its name at the server.
    let nameOnTheWire: [UInt8]
    private var state = State.onItsWay
    /// As the server has described them.
    var columns: [RowMasker.Column]?

    private enum State {
        /// Its Parse message has been sent.
        case onItsWay
        /// The server has it.
        case made
        /// Of SQL PREPARE or DECLARE: the server has it when that is done.
        case ofSQL
    }

    /// What is needed to write its text anew, with the names of another time.
    struct Naming {
        /// Of `SessionNames` when it was judged.
        var moment: UInt64
    }

    init(
        _ judged: JudgedStatement, _ server: ServerStatement, parameterTypes: [UInt32] = [],
        naming: Naming?, segment: UInt64, columns: [RowMasker.Column]? = nil
    ) {
        self.judged = judged
        self.server = server
        nameOnTheWire = server.name.onTheWire
        self.parameterTypes = parameterTypes
        self.naming = naming
        self.segment = segment
        self.columns = columns
    }

    /// One of SQL PREPARE or DECLARE.
    convenience init(sql server: ServerStatement) {
        var profile = server.profile
        profile.runs = profile.madeBy
        let judged = JudgedStatement(
            profile, text: "EXECUTE \(server.name.client)", rewritten: nil, rawText: [], sent: [])
        self.init(judged, server, naming: nil, segment: 0)
        state = .ofSQL
    }

    /// The server has it.
    var isMade: Bool {
        switch state {
        case .onItsWay: false
        case .made, .ofSQL: true
        }
    }

    /// One of SQL PREPARE or DECLARE.
    var isOfSQL: Bool { state == .ofSQL }

    /// ParseComplete has come.
    func made() { if state == .onItsWay { state = .made } }

    /// - Parameter message: a ParameterDescription.
    func describeParameters(_ message: ByteBuffer) {
        var body = message
        body.moveReaderIndex(forwardBy: min(5, body.readableBytes))
        let count = body.readInteger(as: UInt16.self) ?? 0
        let types = (0..<count).compactMap { _ in body.readInteger(as: UInt32.self) }
        if types.count == count { describedTypes = types }
    }

    /// The rest of its Parse message.
    var types: ByteBuffer {
        var types = ByteBuffer(integer: UInt16(parameterTypes.count))
        for number in parameterTypes { types.writeInteger(number) }
        return types
    }

    var name: LaneName { server.name }
    /// Of the judge that permitted it.
    var stamp: JudgeStamp { server.stamp }
    var auditText: String { judged.recorded.text }
    /// What the server was sent; empty for one of SQL PREPARE or DECLARE.
    var sent: [UInt8] { judged.sent }
    /// Empty for one of SQL PREPARE or DECLARE.
    var rawText: [UInt8] { judged.recorded.rawText }
}
