import SQLRewrite
import TestSupport
import Testing

@Suite("Every function of the server is classified")
struct FunctionListTests {
    @Test("each function of pg_catalog is allowed by a rule or by name, or denied")
    func complete() throws {
        let stack = try Stack.one.get()
        let answer = try Command(
            "psql",
            [
                "-qXAt", stack.direct.url, "-c",
                "SELECT proname, bool_and(provolatile = 'i') FROM pg_proc "
                    + "WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname",
            ]
        ).check()
        var catalog = Catalog()
        var names: [String] = []
        for line in answer.split(separator: "\n") {
            let parts = line.split(separator: "|")
            let name = String(parts[0])
            names.append(name)
            if parts[1] == "t" { catalog.immutableBuiltins.insert(name) } else { catalog.otherBuiltins.insert(name) }
        }
        #expect(names.count > 2_000)
        let unclassified = names.filter { BuiltinFunctions.classify($0, in: catalog) == .unclassified }
        #expect(unclassified == [])
        for name in ["query_to_xml", "pg_read_file", "lo_import", "ts_stat", "pg_stat_get_activity", "ts_rewrite"] {
            #expect(BuiltinFunctions.classify(name, in: catalog) == .denied)
        }
    }
}
