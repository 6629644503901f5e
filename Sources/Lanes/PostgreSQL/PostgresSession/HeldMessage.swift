import Judge
import NIOCore

/// A message of the client's that waits, and all that is behind it. Boxed, since there is none with nearly every message.
indirect enum HeldMessage {
    /// For another catalog: a text, the Bind of a definition, or the Execute of what is asked for again.
    case forCatalog(StatementMessage, ByteBuffer, isFresh: Bool)
    /// Any that brings a statement or runs one, until the transaction's own definitions have been read.
    case forOwnCatalog(UInt8, ByteBuffer, OwnReading)
    /// A Query or Parse, until its text has been judged.
    case forJudgement(StatementMessage, ByteBuffer, isFresh: Bool, number: UInt64)
    /// Any, until all that is on its way has been answered.
    case untilAnswered(UInt8, ByteBuffer)
    /// A definition, until it is its turn.
    case forTurn(SessionMachine.Turn)
    /// A statement, until a person has decided.
    case approval(HeldStatement)
}

/// A message that brings a statement, or runs one.
enum StatementMessage: UInt8 {
    case query = 0x51
    case parse = 0x50
    case bind = 0x42
    case execute = 0x45
}

/// How such a message comes to be looked at.
enum Attempt {
    /// As it has come.
    case first
    /// The catalog was read after it had come.
    case fresh
    /// Its text has been judged elsewhere.
    indirect case judged(JudgedText, isFresh: Bool)
    /// It is a definition, and its turn.
    case inTurn

    var isFresh: Bool {
        switch self {
        case .first: false
        case .fresh, .inTurn: true
        case .judged(_, let isFresh): isFresh
        }
    }

    var isInTurn: Bool { if case .inTurn = self { true } else { false } }

    init(isFresh: Bool) { self = isFresh ? .fresh : .first }
}
