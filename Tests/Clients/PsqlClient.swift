import Foundation
import TestSupport
import Testing

@Suite("psql finds the lane to behave as the server", .serialized)
struct PsqlClient {
    @Test(
        "describes the database as it does directly",
        arguments: [
            "\\d", "\\d clinic.patients", "\\d clinic.encounters", "\\d clinic.\"Order\"",
            "\\d clinic.patient_directory",
            "\\d clinic.patient_summary", "\\d work.items", "\\dt clinic.*", "\\dt+ work.*", "\\dv clinic.*",
            "\\dm clinic.*", "\\di clinic.*", "\\ds", "\\dn", "\\dn+", "\\df clinic.*", "\\dT", "\\do", "\\da", "\\dC",
            "\\dD", "\\dp clinic.*", "\\ddp", "\\du", "\\dg", "\\db", "\\dl", "\\dL", "\\dx", "\\dy", "\\des", "\\dew",
            "\\dF", "\\dO", "\\dP clinic.*", "\\dRp", "\\dX", "\\dc", "\\dd", "\\dE", "\\l", "\\z work.*",
            "\\sv work.nosuch",
        ])
    func describes(command: String) async throws {
        try await expectSame(["-c", command])
    }

    @Test("a script of many lines, variables and meta-commands prints what it prints directly")
    func script() async throws {
        try await expectSame(["-f", Repository.fixture("psql-same.sql").path()])
    }

    @Test("several -c, and several statements in one")
    func commands() async throws {
        try await expectSame([
            "-c", "SELECT 1; SELECT 2", "-c", "SELECT 3", "-c", "SELECT 1/0; SELECT 4", "-c", "SELECT 5",
        ])
    }

    @Test(
        "ends with the code that it ends with directly",
        arguments: [["-c", "SELECT nosuch"], ["-v", "ON_ERROR_STOP=1", "-f", "/dev/stdin"], ["-c", "\\nosuch"]])
    func exitCodes(arguments: [String]) async throws {
        try await expectSame(arguments, input: "SELECT 1;\nSELECT 1/0;\nSELECT 2;\n")
    }

    @Test("a refusal is ERROR 42501, and the session goes on")
    func refusal() async throws {
        let outcome = try await psql(
            ["-v", "VERBOSITY=verbose", "-c", "DO $$ BEGIN END $$", "-c", "SELECT 'goes on'"], direct: false)
        #expect(outcome.errors.contains("ERROR:  42501:"))
        #expect(outcome.output.contains("goes on"))
    }

    @Test("a database that is not served is refused at start-up")
    func unknownDatabase() async throws {
        let outcome = try await OffPool.run {
            try Command("psql", ["-X", Stack.clients.get().lane().database("template1").url, "-c", "SELECT 1"]).run()
        }
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("FATAL"))
    }

    @Test("\\copy out masks, and \\copy in writes")
    func copies() async throws {
        let masked = try await psql(
            ["-qAt", "-c", "\\copy (SELECT ssn FROM clinic.patients ORDER BY id) TO STDOUT"], direct: false)
        let lines = masked.output.split(separator: "\n")
        #expect(lines.count == 2000 && lines.allSatisfy { $0.hasPrefix("***-**-") })
        let wrote = try await psql(
            [
                "-qAt", "-c", "\\copy work.copied FROM STDIN", "-c",
                "DELETE FROM work.copied WHERE label = 'by psql' RETURNING id",
            ], direct: false, input: "900001\tby psql\n900002\tby psql\n\\.\n")
        #expect(wrote.output == "900001\n900002\n", "\(wrote.story)")
    }

    private func expectSame(_ arguments: [String], input: String = "") async throws {
        let ours = try await psql(arguments, direct: false, input: input)
        let theirs = try await psql(arguments, direct: true, input: input)
        #expect(ours.status == theirs.status)
        #expect(ours.output == theirs.output)
        #expect(ours.errors == theirs.errors)
    }

    private func psql(_ arguments: [String], direct: Bool, input: String = "") async throws -> Command.Outcome {
        try await OffPool.run {
            let stack = try Stack.clients.get()
            let url = direct ? stack.direct.url : try stack.lane().url
            return try Command("psql", ["-X", "-P", "pager=off"] + arguments + ["-d", url], input: input).run()
        }
    }
}
