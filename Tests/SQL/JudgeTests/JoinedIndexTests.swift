import Policy
import SQLRewrite
import Testing

/// Indexes whose entries are made of several rows: whether another value fits into one tells of the others.
struct JoinedIndexTests {
    private static func lane(
        _ method: String, keys: [String?] = ["ssn"], others: Set<String> = [], bounds: [Bool]? = nil
    ) -> SmallLane {
        var index = Index(name: "i", method: method, keys: keys, others: others)
        index.keepsBounds = bounds ?? keys.map { _ in method == "brin" }
        return SmallLane(
            [
                SmallLane.table(
                    "p", ["id integer", "ssn", "note", "born date", "since date!", "seen date", "place point"],
                    indexes: [index])
            ],
            phi: ["p.ssn": .redact, "p.born": .year, "p.since": .year, "p.place": .redact],
            writable: ["p.ssn", "p.born", "p.since"])
    }

    @Test(arguments: ["brin", "gist", "spgist", "bloom", "not_known"])
    func `What may stand in one entry with stored values is not written`(method: String) {
        let lane = Self.lane(method)
        for sql in [
            "INSERT INTO p (id, ssn) VALUES (1, 'x')", "INSERT INTO p (ssn, note) VALUES ('x', 'y')",
            "COPY p (id, ssn) FROM STDIN",
        ] {
            #expect(lane.rule(sql) == "insert-oracle", "\(sql)")
        }
        #expect(lane.rule("UPDATE p SET ssn = 'x' WHERE id = 1") == "update-oracle")
        #expect(lane.rule("INSERT INTO p (id, note) VALUES (1, 'x')") == nil, "it is not in the index")
        #expect(lane.rule("UPDATE p SET note = 'x' WHERE id = 1") == "update-oracle", "its row comes to lie elsewhere")
        #expect(lane.rule("DELETE FROM p WHERE id = 1") == nil)
        let beside = Self.lane(method, keys: ["note", "ssn"])
        #expect(beside.rule("INSERT INTO p (id, note) VALUES (1, 'x')") == "insert-oracle", "it makes the entry longer")
        for column in ["born", "place"] {
            let joined = Self.lane(method, keys: [column])
            let isCompared = method == "brin" && column == "born"
            #expect(
                joined.rule("INSERT INTO p (id, \(column)) VALUES (1, NULL)") == (isCompared ? nil : "insert-oracle"))
        }
        let inside = Self.lane(method, keys: [nil], others: ["ssn"])
        #expect(inside.rule("INSERT INTO p (id, ssn) VALUES (1, 'x')") == "insert-oracle")
    }

    @Test func `Of BRIN only the classes are known that keep bounds alone`() {
        func rule(_ keys: [String?], _ bounds: [Bool], _ column: String) -> String? {
            Self.lane("brin", keys: keys, bounds: bounds).rule("INSERT INTO p (id, \(column)) VALUES (1, '2020-01-01')")
        }
        #expect(rule(["born"], [true], "born") == nil)
        #expect(rule(["born", "seen"], [true, true], "born") == nil, "all of it has room")
        #expect(rule(["born"], [false], "born") == "insert-oracle", "every value may be in it")
        #expect(rule(["born"], [], "born") == "insert-oracle", "nobody knows what is in it")
        #expect(rule(["born", "born"], [true, false], "born") == "insert-oracle")
        #expect(
            rule(["born", "seen"], [true, false], "seen") == "insert-oracle", "it takes no room where all are NULL")
        #expect(rule(["since", "seen"], [true, false], "seen") == nil, "its bounds take the same room always")
    }

    @Test func `An entry of one value says nothing`() {
        for method in ["btree", "hash", "gin"] {
            #expect(Self.lane(method).rule("INSERT INTO p (id, ssn) VALUES (1, 'x')") == nil, "\(method)")
        }
    }
}
