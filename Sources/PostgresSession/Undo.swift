import Judge

/// What a forwarded message changed in the session's names. The server skips messages after an error: what it never
/// did is taken back, so that a name never stands for another statement here than it does there.
enum Undo {
    indirect case statement([UInt8], PreparedStatement?, sql: StatementProfile?)
    case portal([UInt8], Portal?)
    indirect case names(SessionNames, statements: [[UInt8]: PreparedStatement])
}

extension SessionMachine {
    mutating func undo(_ change: Undo?) {
        switch change {
        case .statement(let name, let before, let sql)?:
            statements[name] = before
            guard !name.isEmpty else { return }
            let text = String(decoding: name, as: UTF8.self)
            names.deallocate(name: text)
            if let sql { names.prepare(name: text, sql) }
        case .portal(let name, let before)?: portals[name] = before
        case .names(let before, let statements)?:
            names.restore(before)
            self.statements = statements
        case nil: return
        }
    }
}
