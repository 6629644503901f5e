import AuditLog
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// `limits` of a role: what is taken before rows leave and before values are looked up.
struct RoleLimitTests {
    /// Everything that was taken, and the hour's numbers that it is taken from.
    private final class Hour {
        var taken = Usage()
        var spent: [UsageLimit] = []
        func take(_ asked: Usage, _ limits: RoleLimits) -> SpentLimit? {
            for limit in UsageLimit.hourly where asked[limit] > 0 {
                guard let most = limits[limit].map({ UInt64($0) }), taken[limit] + asked[limit] > most else { continue }
                return SpentLimit(
                    limit: limit, most: most, used: taken[limit], asked: asked[limit], hour: UsageHour(number: 13))
            }
            taken = taken + asked
            return nil
        }
    }

    private let hour = Hour()

    private func session(_ limits: RoleLimits?, rules: [Rule] = [], detect: [String] = []) -> Conversation {
        let hour = hour
        return Conversation(
            judge: Conversation.judge(rules: rules, detect: detect, limits: limits, lookup: .equality),
            take: { hour.take($0, $1) }, spent: { hour.spent.append($0) })
    }

    @Test func `The row that goes over a limit is an error, never a short answer`() {
        var session = session(RoleLimits(rowsPerHour: 2))
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .row, .row, .row)
        let bytes = session.machine.takeToClient()
        #expect(Message.types(bytes) == "DDE")
        let error = Message.fields(bytes).first
        #expect(error?.sqlState == "53400")
        let words =
            "chaperone: limit rows_per_hour of role \"analyst\": 2 of 2 rows are used in this hour by all sessions of the "
            + "principal, and 1 more would go over it; it is free again at 14:00 UTC"
        #expect(error?["M"] == words)
        #expect(session.machine.takeEffects() == [.cancelUpstream])
        session.machine.cancelDelivered()
        session.server(.error("57014"), .ready("I"))
        #expect(session.log.outcomes.map(\.status) == ["cut"])
        #expect(session.log.outcomes.map(\.rows) == [2])
        #expect(session.log.outcomes.map(\.rule) == ["chaperone/rows-per-hour"])
        #expect(hour.taken.rows == 2 && hour.spent == [.rowsPerHour])
    }

    @Test func `Rows of a session add up over statements, pages and cursors`() {
        var session = session(RoleLimits(rowsPerSession: 3))
        session.client(.query("SELECT id FROM notes"))
        session.server(.row, .complete("SELECT 1"), .ready("I"))
        session.client(
            .parse("", "SELECT id FROM notes"), .bind("p", ""), .execute("p", rows: 1), .execute("p", rows: 1))
        session.server(.parsed, .bound, .row, .init("s"), .row, .init("s"))
        session.client(.execute("p", rows: 1))
        #expect(session.sentToClient() == "DCZ12DsDs")
        session.server(.row)
        let bytes = session.machine.takeToClient()
        #expect(Message.types(bytes) == "E")
        #expect(Message.fields(bytes).first?["M"]?.contains("3 of 3 rows are used in this session") == true)
        #expect(hour.taken.isEmpty)
    }

    @Test func `Of a write that is done the error says so, and what to do is said for each limit`() {
        var session = session(RoleLimits(rowsPerSession: 1))
        session.client(.query("INSERT INTO notes (id) VALUES (1), (2) RETURNING id"))
        session.server(.row, .row)
        let done = Message.fields(session.machine.takeToClient()).first
        #expect(done?["M"]?.hasSuffix("is written all the same, unless its transaction is rolled back") == true)
        #expect(done?["H"]?.hasPrefix("do not repeat it") == true)
        session.machine.cancelDelivered()
        session.server(.complete("INSERT 0 2"), .ready("I"))
        _ = session.machine.takeToClient()
        session.client(.query("SELECT id FROM notes"))
        session.server(.row)
        let read = Message.fields(session.machine.takeToClient()).first
        #expect(read?["M"]?.hasSuffix("not free again in this session") == true)
        #expect(read?["H"]?.hasSuffix("a new session counts from 0") == true)
    }

    @Test func `A cursor's rows and COPY's count as all rows do`() {
        var session = session(RoleLimits(rowsPerHour: 3))
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM notes", "DECLARE CURSOR", "T")
        session.client(.query("FETCH 2 c"))
        session.server(.row, .row, .complete("FETCH 2"), .ready("T"))
        #expect(session.sentToClient() == "DDCZ")
        session.client(.query("COPY notes TO STDOUT"))
        session.server(Message("H", [0, 0, 2, 0, 0, 0, 0]), .copyData("1\ta\n"), .copyData("2\tb\n"))
        #expect(session.told().types == "HdE")
    }

    @Test func `A message that passes in parts counts once`() {
        var session = session(RoleLimits(rowsPerHour: 2))
        session.client(.query("SELECT body FROM notes"))
        let message = Message.bytes([.row(String(repeating: "x", count: 100))])
        for _ in 0..<2 {
            for part in 0..<3 {
                let length = message.readableBytes / 3
                let end = part == 2 ? message.readableBytes : (part + 1) * length
                var slice = message.getSlice(at: part * length, length: end - part * length) ?? ByteBuffer()
                session.machine.receiveFromUpstream(&slice)
            }
        }
        #expect(session.sentToClient() == "DD")
        #expect(hour.taken.rows == 2)
        session.server(.row)
        #expect(session.told().types == "E")
    }

    @Test func `Cells of protected columns count, and others do not`() {
        var session = session(RoleLimits(phiCellsPerHour: 5))
        func described(_ columns: [(relation: UInt8, attribute: UInt8)]) -> Message {
            Message(
                "T",
                [0, UInt8(columns.count)]
                    + columns.flatMap {
                        [99, 0, 0, 0, 0, $0.relation, 0, $0.attribute, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]
                    })
        }
        let row = Message("D", [0, 2, 0, 0, 0, 1, 65, 0, 0, 0, 1, 66])
        session.client(.query("SELECT id, ssn FROM patients"))
        // What is computed may be of anything; `id` is a column of patients that the policy does not protect.
        session.server(described([(7, 1), (0, 0)]), row, row)
        #expect(hour.taken.cells == 2)
        session.server(.complete("SELECT 2"), .ready("I"))
        // Of a column that is shown raw the server says which it is.
        session.client(.query("SELECT ssn, id FROM patients"))
        session.server(described([(7, 2), (7, 1)]), row, .complete("SELECT 1"), .ready("I"))
        #expect(hour.taken.cells == 3)
        session.client(.query("SELECT id, body FROM notes"))
        session.server(described([(0, 0), (0, 0)]), row, .complete("SELECT 1"), .ready("I"))
        #expect(hour.taken.cells == 3)
        // Nobody has described them: both may be.
        session.client(.parse("", "SELECT id, ssn FROM patients"), .bind("", ""), .execute())
        _ = session.machine.takeToClient()
        session.server(.parsed, .bound, row, row)
        #expect(session.told() == ("12DE", ["53400"]))
        #expect(hour.taken.cells == 5)
    }

    @Test(arguments: [
        ("SELECT string_agg(ssn, ',') FROM patients", UInt8(25), "a,b,c,d", Usage(rows: 4, cells: 4)),
        ("SELECT json_agg(ssn) FROM patients", 114, "[\"a,b\", \"c\"]", Usage(rows: 2, cells: 2)),
        (
            "SELECT json_agg(p) FROM patients p", 114, #"[{"id":1,"ssn":"a\"],"},{"id":2,"ssn":"b"}]"#,
            Usage(rows: 2, cells: 4)
        ),
        ("SELECT p FROM patients p", 249, "(1,a)", Usage(rows: 1, cells: 2)),
        ("SELECT array_agg(ssn) FROM patients", 250, "{a,\"b,c\",d}", Usage(rows: 3, cells: 4)),
        ("SELECT ssn FROM patients", 25, "a,b,c", Usage(rows: 1, cells: 1)),
        ("SELECT ssn || id FROM patients", 25, "a,b,c", Usage(rows: 1, cells: 2)),
        ("SELECT upper(string_agg(ssn, ',')) FROM patients", 25, "a,b", Usage(rows: 3, cells: 3)),
        ("SELECT json_agg(1) FROM patients", 114, "[12345678901234567, 1]", Usage(rows: 2, cells: 3)),
        ("SELECT count(ssn) FROM patients", 20, "123", Usage(rows: 1, cells: 1)),
        ("SELECT json_agg(upper(string_agg(ssn, ';'))) FROM patients", 114, "[\"a;b\"]", Usage(rows: 7, cells: 7)),
        ("SELECT ARRAY[upper(string_agg(ssn, ';'))] FROM patients", 250, "{a;b}", Usage(rows: 5, cells: 5)),
    ])
    func `One cell that carries many values counts all of them`(
        sql: String, type: UInt8, cell: String, usage: Usage
    ) {
        var session = session(RoleLimits(rowsPerHour: 100, phiCellsPerHour: 100))
        session.client(.query(sql))
        session.server(.rowDescription(typeOID: type), .row(cell))
        #expect(session.sentToClient() == "TD")
        #expect(hour.taken == usage)
    }

    @Test func `Of what nobody has described the bytes count, where more than one value may be in it`() {
        let session = { (sql: String) in
            var session = self.session(RoleLimits(rowsPerHour: 100, phiCellsPerHour: 100))
            session.client(.parse("", sql), .bind("", ""), .execute())
            session.server(.parsed, .bound, .row("{aa,bb}"))
        }
        session("SELECT ssn FROM patients")
        #expect(hour.taken == Usage(rows: 1, cells: 1))
        session("SELECT array_agg(ssn) FROM patients")
        #expect(hour.taken == Usage(rows: 8, cells: 8))
    }

    @Test func `COPY counts bytes where a text is joined: it writes what is between its values in another way`() {
        for (sql, data, usage) in [
            ("COPY (SELECT string_agg(ssn, ';') FROM patients) TO STDOUT", "a;b\n", Usage(rows: 4, cells: 4)),
            ("COPY (SELECT array_agg(ssn) FROM patients) TO STDOUT", "{a,b}\n", Usage(rows: 2, cells: 2)),
            ("COPY (SELECT ssn || id FROM patients) TO STDOUT", "a,b\n", Usage(rows: 1, cells: 2)),
            (
                "COPY (SELECT array_agg(id) FROM patients) TO STDOUT", "{12345678901234567,8}\n",
                Usage(rows: 2, cells: 3)
            ),
        ] {
            var session = session(RoleLimits(rowsPerHour: 100, phiCellsPerHour: 100))
            let before = hour.taken
            session.client(.query(sql))
            session.server(Message("H", [0, 0, 1, 0, 0]), .copyData(data))
            #expect(hour.taken == before + usage, "\(sql)")
        }
    }

    @Test func `A row that says nothing true of its lengths ends the session`() {
        var session = session(RoleLimits(phiCellsPerHour: 5))
        session.client(.query("SELECT ssn FROM patients"))
        session.server(.rowDescription(typeOID: 25), Message("D", [0, 1, 0, 0, 0, 9, 65]))
        #expect(session.told() == ("TE", ["08P01"]))
        #expect(session.isClosed)
    }

    // MARK: lookups

    @Test func `Lookups are counted by execution, before anything is sent`() {
        var session = session(RoleLimits(lookupsPerHour: 4))
        session.done("SELECT id FROM patients WHERE ssn IN ('1', '2')", "SELECT 0")
        #expect(hour.taken.lookups == 2)
        session.client(.parse("s", "SELECT id FROM patients WHERE ssn = $1"), .bind("", "s", values: ["1"]), .execute())
        session.client(.bind("", "s", values: ["2"]), .execute(), .bind("", "s", values: ["3"]), .execute(), .sync)
        #expect(hour.taken.lookups == 4)
        #expect(session.sentUpstream() == "PBEBEBPS")
        #expect(hour.spent == [.lookupsPerHour])
        session.server(
            .parsed, .bound, .complete("SELECT 0"), .bound, .complete("SELECT 0"), .bound, .error("42601"), .ready("I"))
        let bytes = session.machine.takeToClient()
        #expect(Message.types(bytes) == "12C2C2EZ")
        #expect(Message.sqlStates(bytes) == ["53400"])
        #expect(Message.fields(bytes).first?["M"]?.contains("4 of 4 lookups of protected values are used") == true)
        session.client(.query("SELECT id FROM patients WHERE ssn = '1'"))
        #expect(session.told() == ("EZ", ["53400"]))
        session.client(.query("SELECT id FROM patients"))
        #expect(session.sentUpstream() == "Q")
    }

    @Test(arguments: [("{1,2,3}", UInt64(3)), ("{}", 1), (nil, 1), ("{\"a,b\",c}", 2)])
    func `The elements of a bound array are lookups`(value: String?, count: UInt64) {
        var session = session(RoleLimits(lookupsPerHour: 10))
        session.client(
            .parse("", "SELECT id FROM patients WHERE ssn = ANY ($1)"), .bind("p", "", values: [value]),
            .execute("p", rows: 1), .execute("p", rows: 1), .sync)
        #expect(hour.taken.lookups == count)
        #expect(session.sentUpstream() == "PBEES")
    }

    @Test func `What SQL prepares and declares is looked up once for each EXECUTE and DECLARE`() {
        var session = session(RoleLimits(lookupsPerHour: 10))
        session.done("PREPARE p (text) AS SELECT id FROM patients WHERE ssn = $1", "PREPARE")
        #expect(hour.taken.lookups == 0)
        session.done("EXECUTE p('1')", "SELECT 0")
        session.done("EXECUTE p('2')", "SELECT 0")
        #expect(hour.taken.lookups == 2)
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT id FROM patients WHERE ssn = '1'", "DECLARE CURSOR", "T")
        session.done("FETCH 1 c", "FETCH 0", "T")
        session.done("FETCH 1 c", "FETCH 0", "T")
        #expect(hour.taken.lookups == 3)
        // The same by messages of the protocol.
        session.client(.execute("c", rows: 1), .execute("c", rows: 1))
        #expect(session.sentUpstream() == "EE")
        #expect(hour.taken.lookups == 3)
        session.client(.bind("", "p", values: ["3"]), .execute(), .bind("", "p", values: ["4"]), .execute(), .sync)
        #expect(session.sentUpstream() == "BEBES")
        #expect(hour.taken.lookups == 5)
    }

    @Test func `A cursor that is declared with a bound array looks its elements up once`() {
        var session = session(RoleLimits(lookupsPerHour: 10))
        session.done("BEGIN", "BEGIN", "T")
        session.client(
            .parse("", "DECLARE c CURSOR FOR SELECT id FROM patients WHERE ssn = ANY ($1)"),
            .bind("", "", values: ["{1,2,3}"]), .execute(), .sync)
        session.server(.parsed, .bound, .complete("DECLARE CURSOR"), .ready("T"))
        #expect(hour.taken.lookups == 3)
        session.client(.execute("c", rows: 1), .sync)
        session.done("FETCH 1 c", "FETCH 0", "T")
        #expect(hour.taken.lookups == 3)
    }

    @Test func `A role without limits is counted for nothing`() {
        var session = session(nil)
        session.done("SELECT id FROM patients WHERE ssn = '1'", "SELECT 0")
        session.client(.query("SELECT ssn FROM patients"))
        session.server(.row, .row)
        #expect(hour.taken.isEmpty)
    }
}
