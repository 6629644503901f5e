import TestSupport

/// Draws what takes a commit, a second session or a migration to show.
extension ExpressionWriter {
    /// Writes that commit, and what speaks at the end of their transaction.
    mutating func committed() -> [Trial.Step] {
        let listens = chance(35)
        var texts: [String] = listens ? Self.channels.map { "LISTEN \($0)" } : []
        texts.append("BEGIN")
        for _ in 0...number(0...1) { texts.append(changing()) }
        texts.append(
            pick([
                "COMMIT", "COMMIT", "END", "COMMIT AND CHAIN", "SET CONSTRAINTS ALL IMMEDIATE", "ABORT",
                "PREPARE TRANSACTION 'p'",
            ]))
        if chance(40) { texts = [texts.dropFirst(listens ? Self.channels.count : 0).joined(separator: "; ")] }
        return texts.map { Trial.Step.ask($0, session: 0) } + [.ask("SELECT 1", session: 0), .ask(told(), session: 0)]
    }

    private static let channels = ["table_change", "bell"] + (1...9).map { "bell_\($0)" }

    /// A write to an unprotected column, of a few rows, that most likely works.
    private mutating func changing() -> String {
        let tables = schema.tables.filter { table in
            table.columns.contains { $0.name == "id" && $0.type == "int4" }
                && table.columns.contains { $0.type == "text" && $0.isWritable && !$0.isProtected }
        }
        let written = tables.filter { $0.isWritable }
        guard !written.isEmpty else { return failing() }
        let views = tables.filter { $0.kind == "v" }
        let table = chance(10) && !views.isEmpty ? pick(views) : pick(written)
        if chance(15) { return "DELETE FROM \(relation(table)) WHERE id = \(number(1...9))" }
        let column = pick(table.columns.filter { $0.type == "text" && $0.isWritable && !$0.isProtected }).name.quoted
        let value = pick(["'x'", "'bad'", "'note'", "'\(number(1...9))'"])
        return "UPDATE \(relation(table)) SET \(column) = \(value) WHERE id \(pick(["=", "<"])) \(number(2...9))"
    }

    /// What one session does, another may see, or be told to repeat its work for.
    mutating func witnessed() -> [Trial.Step] {
        if chance(30) { return contended() }
        if chance(25) { return notified() }
        var steps: [Trial.Step] = chance(50) ? Self.channels.map { Trial.Step.ask("LISTEN \($0)", session: 1) } : []
        steps.append(.ask("BEGIN", session: 0))
        if chance(60) { steps.append(.ask("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", session: 0)) }
        for text in chance(50) ? observed().dropLast() : [changing()] { steps.append(.ask(text, session: 0)) }
        for _ in 0...number(0...1) { steps.append(.ask(told(), session: 1)) }
        steps.append(.ask(pick(["COMMIT", "ROLLBACK"]), session: 0))
        return steps + [.ask("SELECT 1", session: 1), .ask(told(), session: 1)]
    }

    /// What an application writes makes triggers notify, and whoever listens hears it.
    private mutating func notified() -> [Trial.Step] {
        let listening = Self.channels.map { Trial.Step.ask("LISTEN \($0)", session: 0) }
        return listening + [.own(changing()), .ask("SELECT 1", session: 0), .ask("SELECT 2", session: 0)]
    }

    /// Two serializable transactions, each of which reads what the other writes.
    private mutating func contended() -> [Trial.Step] {
        let open = schema.tables.filter { table in
            table.isWritable && table.columns.contains(where: \.isOpen) && table.columns.contains { $0.name == "id" }
        }
        let plain = schema.tables.filter { table in
            table.isWritable && !table.isProtected && table.columns.contains { $0.name == "id" && $0.type == "int4" }
        }
        guard !open.isEmpty, !plain.isEmpty else { return committed() }
        let (table, other) = (pick(open), pick(plain))
        let column = pick(table.columns.filter(\.isOpen))
        func value(_ writer: inout ExpressionWriter) -> String {
            column.type == "date"
                ? "date '2021-0\(writer.number(1...9))-11'" : "'\(writer.number(10_000_000_000...90_000_000_000))'"
        }
        let columns = table.columns.filter {
            $0.isWritable && ($0.isRequired || $0.name == "id" || $0.name == column.name)
        }
        let values = columns.map { written in
            written.name == "id" ? "990" : written.name == column.name ? value(&self) : constant(written.type)
        }
        let list = columns.map(\.name.quoted).joined(separator: ", ")
        let texts: [(String, Int)] = [
            ("BEGIN ISOLATION LEVEL SERIALIZABLE", 0), ("BEGIN ISOLATION LEVEL SERIALIZABLE", 1),
            ("SET LOCAL enable_seqscan = off", 0),
            ("SELECT id FROM \(relation(table)) WHERE \(column.name.quoted) = \(value(&self))", 0),
            ("SELECT count(*) FROM \(relation(other)) WHERE id = 1", 1),
            ("INSERT INTO \(relation(table)) (\(list)) VALUES (\(values.joined(separator: ", ")))", 1),
            ("UPDATE \(relation(other)) SET id = id WHERE id = 1", 0), ("COMMIT", 0), ("COMMIT", 1),
        ]
        return texts.map { Trial.Step.ask($0.0, session: $0.1) }
    }

    /// COPY FROM with rows that constraints and triggers may answer.
    mutating func copiedIn() -> [Trial.Step] {
        let table = pick(schema.tables.filter { $0.isWritable && $0.kind != "f" })
        let columns = table.columns.filter { $0.isWritable && ($0.isRequired || $0.name == "id" || chance(50)) }
        guard !columns.isEmpty else { return committed() }
        let list = columns.map(\.name.quoted).joined(separator: ", ")
        var lines = ""
        for row in 0...number(0...2) {
            let cells = columns.map { column -> String in
                if column.name == "id" { return chance(85) ? "\(900 + row)" : "\(number(1...20))" }
                if column.domain != nil { return "\(number(1...9))" }
                let held = constant(column.type, of: "\(table.schema).\(table.name).\(column.name)")
                return held.hasPrefix("'")
                    ? String(held.dropFirst().prefix { $0 != "'" }) : chance(80) ? "\(number(1...20))" : "\\N"
            }
            lines += cells.joined(separator: "\t") + "\n"
        }
        return [
            .copyIn("COPY \(relation(table)) (\(list)) FROM STDIN", data: lines),
            .ask("SELECT count(*) FROM \(relation(table))", session: 0),
        ]
    }

    /// A change of definitions past the lane, its undoing, and what is asked before and after.
    mutating func migrated() -> (steps: [Trial.Step], undo: [String]) {
        let (change, undo, question) = migration()
        var steps: [Trial.Step] = [.ask(question, session: 0)]
        let prepares = chance(60)
        if prepares {
            let isNamed = chance(50)
            steps.append(
                isNamed
                    ? .ask("PREPARE p AS \(question)", session: 0)
                    : .pipeline([.parse("p", question, types: []), .sync]))
            steps.append(.own(change))
            // A session that begins makes the lane look.
            steps.append(.ask(chance(50) ? question : "SELECT 1", session: 1))
            steps.append(
                isNamed
                    ? .ask("EXECUTE p", session: 0)
                    : .pipeline([.bind(portal: "", "p", values: []), .execute(portal: "", rows: 0), .sync]))
        } else {
            steps.append(.own(change))
            steps.append(.ask(question, session: 1))
            steps.append(.ask(question, session: 0))
        }
        return (steps, [undo])
    }

    private mutating func migration() -> (change: String, undo: String, question: String) {
        let open = schema.tables.filter {
            $0.isWritable && !$0.isProtected && $0.columns.contains { $0.name == "id" && $0.type == "int4" }
        }
        let table = pick(open.isEmpty ? schema.tables : open)
        let name = "\(table.schema.quoted).\(table.name.quoted)"
        let texts = table.columns.filter { $0.type == "text" && $0.isWritable }
        let code = schema.surroundings.code
        let triggers = code.filter { $0.result == "trigger" }
        let readers = code.filter { $0.result == "text" && $0.arguments.isEmpty && $0.kind == "f" }
        let readersOfNumbers = code.filter { $0.result == "text" && $0.arguments == ["int4"] && $0.kind == "f" }
        if chance(35), !triggers.isEmpty, let column = texts.first?.name.quoted {
            let when = pick(["BEFORE", "AFTER"])
            return (
                "CREATE TRIGGER zz \(when) UPDATE ON \(name) FOR EACH ROW EXECUTE FUNCTION \(pick(triggers).name)()",
                "DROP TRIGGER IF EXISTS zz ON \(name)", "UPDATE \(name) SET \(column) = \(column) WHERE id = 3"
            )
        }
        if chance(30), let reader = readers.first, let column = texts.first?.name.quoted {
            return (
                "ALTER TABLE \(name) ALTER \(column) SET DEFAULT \(reader.name)()",
                "ALTER TABLE \(name) ALTER \(column) DROP DEFAULT",
                "INSERT INTO \(name) (id) VALUES (990) RETURNING reverse(\(column))"
            )
        }
        if chance(25), let reader = readersOfNumbers.first {
            return (
                "ALTER TABLE \(name) ADD CONSTRAINT zz CHECK (\(reader.name)(id - 900) IS NULL OR \(reader.name)(id - 900) < '5') NOT VALID",
                "ALTER TABLE \(name) DROP CONSTRAINT IF EXISTS zz",
                "INSERT INTO \(name) (id) VALUES (\(900 + number(1...9)))"
            )
        }
        return ofView()
    }

    /// A view shows a protected column under a name that showed another.
    private mutating func ofView() -> (change: String, undo: String, question: String) {
        let simple = schema.surroundings.views.filter { view in
            view.columns.contains { $0.type == "text" } && !view.definition.contains("pg_")
        }
        let sources = schema.tables.filter { table in
            table.isWritable && table.columns.contains { $0.isProtected && $0.type == "text" }
                && table.columns.contains { $0.name == "id" }
        }
        guard !simple.isEmpty, !sources.isEmpty else { return ("SELECT 1", "SELECT 1", "SELECT 1") }
        let (view, source) = (pick(simple), pick(sources))
        let hidden = pick(source.columns.filter { $0.isProtected && $0.type == "text" }).name.quoted
        let columns = view.columns.map { column in
            let value = column.type == "text" ? "t.\(hidden)" : column.type == "integer" ? "t.id" : "NULL"
            return "\(value)::\(column.type) AS \(column.name)"
        }.joined(separator: ", ")
        let shown = pick(view.columns.filter { $0.type == "text" }).name
        return (
            "CREATE OR REPLACE VIEW \(view.name) AS SELECT \(columns) FROM \(source.schema.quoted).\(source.name.quoted) t",
            "CREATE OR REPLACE VIEW \(view.name) AS \(view.definition)",
            "SELECT reverse(\(shown)) FROM \(view.name) LIMIT 5"
        )
    }
}
