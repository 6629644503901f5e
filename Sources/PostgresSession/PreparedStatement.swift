import AuditLog
import Judge
import NIOCore

/// A prepared statement of the extended protocol, or one of SQL PREPARE or DECLARE that the protocol reaches.
final class PreparedStatement {
    let server: ServerStatement
    let judged: JudgedStatement
    /// What the server was sent; empty for one of SQL PREPARE or DECLARE.
    let sent: [UInt8]
    /// As its Parse message declared them, by number.
    let parameterTypes: [UInt32]
    /// Where its text names what the session has prepared or declared; nil: it means the same always.
    var naming: Naming?
    /// Between which two Syncs it was sent.
    let segment: UInt64
    /// Its name at the server.
    let nameOnTheWire: [UInt8]
    /// The server has it.
    var isMade = false
    /// One of SQL PREPARE or DECLARE.
    private(set) var isOfSQL = false
    /// As the server has described them.
    var columns: [RowMasker.Column]?

    /// What is needed to write its text anew, with the names of another time.
    struct Naming {
        /// Of `SessionNames` when it was judged.
        var moment: UInt64
        /// The rest of its Parse message: parameter types.
        var types: ByteBuffer
    }

    init(
        _ judged: JudgedStatement, _ server: ServerStatement, sent: [UInt8], parameterTypes: [UInt32] = [],
        naming: Naming?, segment: UInt64, columns: [RowMasker.Column]? = nil
    ) {
        self.judged = judged
        self.server = server
        nameOnTheWire = server.name.onTheWire
        self.sent = sent
        self.parameterTypes = parameterTypes
        self.naming = naming
        self.segment = segment
        self.columns = columns
    }

    /// One of SQL PREPARE or DECLARE.
    convenience init(sql server: ServerStatement) {
        var profile = server.profile
        profile.runs = profile.madeBy
        let judged = JudgedStatement(profile, text: "EXECUTE \(server.name.client)", rewritten: nil, rawText: [])
        self.init(judged, server, sent: [], naming: nil, segment: 0)
        isMade = true
        isOfSQL = true
    }

    var name: LaneName { server.name }
    /// Of the judge that permitted it.
    var stamp: JudgeStamp { server.stamp }
    var auditText: String { judged.recorded.text }
    /// Empty for one of SQL PREPARE or DECLARE.
    var rawText: [UInt8] { judged.recorded.rawText }
}
