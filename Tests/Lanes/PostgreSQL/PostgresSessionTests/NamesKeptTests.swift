import AuditLog
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import Testing

/// What has a name, and what does not any more: no guess takes one thing for another.
@Suite("What a name stands for") struct NamesKeptTests {
    @Test func `is what the server has, where a Query failed with another behind it`() {
        var session = Conversation()
        session.done("PREPARE a AS DELETE FROM notes", "PREPARE")
        session.done("BEGIN", "BEGIN", "T")
        session.done([.query("SELECT nosuch")], [.error("42703"), .ready("E")])
        session.client(.query("DEALLOCATE a"), .query("SELECT 1"))
        session.server(.error("25P02"), .ready("E"), .error("25P02"), .ready("E"))
        session.done("ROLLBACK", "ROLLBACK")
        session.client(.query("EXECUTE a"))
        #expect(session.forwarded().last == "Q EXECUTE \"a~1\"")
        #expect(session.log.intents.last?.statement.kinds.contains("delete") == true)
    }

    @Test func `is known again, or unknown, by what was skipped`() {
        var session = Conversation()
        session.done([.parse("a", "SELECT ssn FROM patients"), .sync], [.parsed, .ready("I")])
        session.client(
            .parse("", "SELECT 1/0"), .closeStatement("a"), .parse("a", "SELECT 1"), .parse("b", "SELECT 2"), .sync)
        session.server(.error("22012"), .ready("I"))
        _ = (session.forwarded(), session.told())
        session.client(.bind("", "a"), .execute(), .sync)
        #expect(session.forwarded() == ["B  a~1", "E ", "S"])
        #expect(session.log.intents.last?.statement.phiRead.isEmpty == false)
        session.server(.bound, .complete("SELECT 0"), .ready("I"))
        session.client(.bind("", "b"), .sync)
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("2CZEZ", ["26000"]))
    }

    @Test(
        "is one of two that have no name only when it is certain which: a Parse that was skipped is none",
        arguments: [true, false])
    func unnamed(isMade: Bool) {
        var session = Conversation()
        session.done([.parse("", "DELETE FROM notes"), .sync], [.parsed, .ready("I")])
        session.client(
            .parse("x", "SELECT 1/0"), .parse("", "SELECT 1"), .sync, .bind("", ""), .execute(), .sync)
        // Bind may mean either, and waits.
        #expect(session.forwarded() == ["P x~1 SELECT 1/0", "P  SELECT 1", "S"])
        if isMade {
            session.server(.parsed, .parsed, .ready("I"))
            #expect(session.forwarded() == ["B  ", "E ", "S"])
            #expect(session.log.intents.map(\.statement.text) == ["SELECT 1"])
        } else {
            session.server(.error("22012"), .ready("I"))
            #expect(session.forwarded() == ["P  chaperone: refused", "S"])
            session.server(.error("42601"), .ready("I"))
            #expect(session.told() == ("EZEZ", ["22012", "26000"]))
            #expect(session.log.intents.isEmpty)
        }
    }

    @Test func `is one of two portals that have no name only when it is certain which`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done(
            [.parse("d", "DELETE FROM notes"), .parse("s", "SELECT 1"), .bind("", "d"), .sync],
            [.parsed, .parsed, .bound, .ready("T")])
        session.client(.parse("", "SELECT nosuch"), .bind("", "s"), .sync, .execute(), .sync)
        #expect(session.forwarded() == ["P  SELECT nosuch", "B  s~2", "S"])
        session.server(.error("42703"), .ready("E"))
        #expect(session.forwarded() == ["P  chaperone: refused", "S"])
        #expect(session.log.intents.map(\.statement.text) == ["BEGIN"])
    }

    @Test func `is gone with a Query, which the server clears both away for`() {
        var session = Conversation()
        session.done([.parse("", "SELECT 1"), .bind("", ""), .sync], [.parsed, .bound, .ready("I")])
        session.done([.query("SELECT 2")], [.row, .complete("SELECT 1"), .ready("I")])
        session.client(.bind("", ""), .sync)
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("EZ", ["26000"]))
    }

    @Test func `is not refused before it is known whether the server has it`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT nosuch"), .sync, .parse("a", "SELECT 1"), .sync)
        #expect(session.forwarded() == ["P a~1 SELECT nosuch", "S"])
        session.server(.error("42703"), .ready("I"))
        #expect(session.forwarded() == ["P a~2 SELECT 1", "S"])
        session.server(.parsed, .ready("I"))
        #expect(session.told() == ("EZ1Z", ["42703"]))
    }

    @Test func `is asked for in the middle of a pipeline, where answers would not come by themselves`() {
        var session = Conversation()
        session.client(.parse("a", "SELECT 1"), .parse("a", "SELECT 2"), .sync)
        #expect(session.forwarded() == ["P a~1 SELECT 1", "H"])
        session.server(.parsed)
        #expect(session.forwarded() == ["P  chaperone: refused", "S"])
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("1EZ", ["42P05"]))
    }

    @Test func `is waited for by a Query, too`() {
        var session = Conversation()
        session.client(
            .query("DEALLOCATE nosuch"), .query("PREPARE a AS SELECT nosuch"), .query("PREPARE a AS SELECT 1"))
        #expect(session.forwarded() == ["Q PREPARE \"a~1\" AS SELECT nosuch"])
        session.server(.error("42703"), .ready("I"))
        #expect(session.forwarded() == ["Q PREPARE \"a~2\" AS SELECT 1"])
    }

    @Test func `ends with its transaction, and WITH HOLD outlives one that commits`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.done("DECLARE h CURSOR WITH HOLD FOR SELECT 1", "DECLARE CURSOR", "T")
        session.client(.query("COMMIT"), .query("BEGIN"), .query("DECLARE c CURSOR FOR SELECT 2"), .query("FETCH h"))
        #expect(
            session.forwarded() == ["Q COMMIT", "Q BEGIN", "Q DECLARE \"c~3\" CURSOR FOR SELECT 2", "Q FETCH \"h~2\""])
        session.server(
            .complete("COMMIT"), .ready("I"), .complete("BEGIN"), .ready("T"), .complete("DECLARE CURSOR"), .ready("T"),
            .complete("FETCH 0"), .ready("T"))
        session.done("DECLARE g CURSOR WITH HOLD FOR SELECT 3", "DECLARE CURSOR", "T")
        session.done("ROLLBACK", "ROLLBACK")
        for (text, sqlStates) in [("FETCH g", ["34000"]), ("FETCH c", ["34000"]), ("FETCH h", [])] {
            session.client(.query(text))
            #expect(session.told().sqlStates == sqlStates, "\(text)")
        }
    }

    @Test func `ends with the savepoint that it was made after`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE a CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.done("SAVEPOINT s", "SAVEPOINT", "T")
        session.done("DECLARE b CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.done("ROLLBACK TO s", "ROLLBACK", "T")
        session.client(.query("DECLARE b CURSOR FOR SELECT 2; FETCH a"))
        #expect(session.forwarded() == ["Q DECLARE \"b~3\" CURSOR FOR SELECT 2; FETCH \"a~1\""])
    }

    @Test func `ends with the pipeline that it was made in, and not with one before it`() {
        var session = Conversation()
        session.client(
            .parse("a", "SELECT 1"), .bind("p", "a"), .sync, .bind("q", "a"), .execute("q", rows: 1), .sync)
        session.server(.parsed, .bound, .ready("I"))
        _ = session.forwarded()
        session.client(.execute("p"), .sync)
        // It is not there, and what is on its way might have made it.
        #expect(session.forwarded().isEmpty)
        session.server(.bound, .init("s"), .ready("I"))
        session.server(.error("42601"), .ready("I"))
        #expect(session.told() == ("12Z2sZEZ", ["34000"]))
    }

    @Test func `does not end with what was refused before it was made`() {
        var session = Conversation()
        session.client(.query("SELECT 1"), .query("no SQL"), .parse("a", "SELECT 1"), .bind("p", "a"))
        session.server(.complete("SELECT 1"), .ready("I"), .error("42601"), .ready("I"))
        _ = session.forwarded()
        session.client(.execute("p"), .sync)
        #expect(session.forwarded() == ["E p~2", "S"])
    }

    @Test func `is written anew where a prepared text names what was made anew meanwhile`() {
        var session = Conversation()
        session.done("BEGIN", "BEGIN", "T")
        session.done("DECLARE c CURSOR FOR SELECT 1", "DECLARE CURSOR", "T")
        session.done([.parse("f", "FETCH c"), .sync], [.parsed, .ready("T")])
        session.done(
            [.query("CLOSE c; DECLARE c CURSOR FOR SELECT ssn FROM patients")],
            [.complete("CLOSE CURSOR"), .complete("DECLARE CURSOR"), .ready("T")])
        session.client(.bind("", "f"), .execute(), .sync)
        #expect(session.forwarded() == ["P f~4 FETCH \"c~3\"", "B  f~4", "E ", "S"])
        session.server(.parsed, .bound, .complete("FETCH 0"), .ready("T"))
        #expect(session.sentToClient() == "2CZ")
        #expect(session.log.intents.last?.statement.phiRead.isEmpty == false)
    }

    @Test func `does to the session what it does, also where SQL executes a statement of the protocol`() {
        var session = Conversation()
        session.done([.parse("p", "PREPARE a AS SELECT ssn FROM patients"), .sync], [.parsed, .ready("I")])
        session.done([.query("EXECUTE p")], [.complete("PREPARE"), .ready("I")])
        session.client(.query("EXECUTE a"))
        #expect(session.forwarded() == ["Q EXECUTE \"a~1\""])
        let statement = session.log.intents.last?.statement
        #expect(statement?.phiRead.isEmpty == false)
        // The log says what runs.
        #expect(statement?.text == "EXECUTE a /* = PREPARE a AS SELECT ssn FROM patients */")
        session.server(.complete("SELECT 0"), .ready("I"))
        session.done("BEGIN", "BEGIN", "T")
        session.done(
            [.parse("s", "SET search_path = public"), .bind("f", "s"), .sync],
            [.parsed, .bound, .ready("T")])
        _ = session.told()
        session.client(.query("FETCH f"))
        session.server(.error("42601"), .ready("E"))
        #expect(session.told() == ("EZ", ["42501"]))
    }

    @Test func `does not outlive the limit of names`() {
        var session = Conversation()
        for number in 0..<SessionNames.namesLimit {
            session.client(.parse("s\(number)", "SELECT 1"))
            session.server(.parsed)
        }
        session.client(.parse("more", "SELECT 1"))
        session.server(.error("42601"))
        #expect(session.told().sqlStates == ["54000"])
    }
}
