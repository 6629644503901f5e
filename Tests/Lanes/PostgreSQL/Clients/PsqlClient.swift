import Foundation
import TestSupport
import Testing

@Suite("psql finds the lane to behave as the server", .serialized)
struct PsqlClient {
    /// What `\?` lists: `\df[anptw][S+]` is `\df`, `\dfa`, … `\dfwS`, `\dfw+`.
    private func everyDescription() async throws -> [String] {
        let help = try await psql(["-c", "\\?"], direct: true).output
        let shape = #/(?m)^  \\(d\w*|l|z|lo_list)((?:\[[^\]]+\])*)(?: |$)/#
        var commands: Set<String> = []
        for match in help.matches(of: shape) {
            var names: [String] = ["\\" + String(match.output.1)]
            for group in match.output.2.split(separator: "]") {
                let letters = group.dropFirst().map { String($0) }
                names += names.flatMap { name in letters.map { letter in name + letter } }
            }
            commands.formUnion(names)
        }
        return commands.sorted()
    }

    @Test("every command that describes says what it says directly, with S and + and every kind")
    func describes() async throws {
        let patterns = [
            "\\d clinic.patients", "\\d+ clinic.patients", "\\d clinic.encounters", "\\d clinic.\"Order\"",
            "\\d+ clinic.patient_directory", "\\d+ clinic.patient_summary", "\\d+ work.*",
            "\\d clinic.patients_ssn_key", "\\dt clinic.*", "\\dt+ work.*", "\\dv clinic.*", "\\dm clinic.*",
            "\\di+ clinic.*", "\\df clinic.*", "\\df+ clinic.*", "\\dp clinic.*", "\\dP clinic.*", "\\z work.*",
            "\\sf clinic.purge", "\\sf+ clinic.age_band", "\\sv clinic.high_risk", "\\sv+ clinic.patient_directory",
            "\\sv work.nosuch", "\\d nosuch", "\\dT+ work.*", "\\do ||", "\\dconfig *mem", "\\dC text", "\\da+ sum",
        ]
        let commands = try await everyDescription() + patterns
        #expect(commands.count > 150)
        let script = commands.map { command -> String in
            let title = String(command.dropFirst(1))
            return "\\echo \(Self.mark)\(title)\n\\warn \(Self.mark)\(title)\n\(command)\n"
        }.joined()
        let ours = try await psql(["-f", "/dev/stdin"], direct: false, input: script)
        let theirs = try await psql(["-f", "/dev/stdin"], direct: true, input: script)
        for (ours, theirs) in [(ours.output, theirs.output), (ours.errors, theirs.errors)] {
            let (here, there) = (Self.sections(ours), Self.sections(theirs))
            #expect(here.count == commands.count && there.count == commands.count)
            for (one, other) in zip(here, there) where one != other {
                Issue.record("through the lane:\n\(one.prefix(1500))\ndirectly:\n\(other.prefix(1500))")
            }
        }
    }

    private static func sections(_ text: String) -> [String] {
        text.components(separatedBy: mark).dropFirst(1).map { section in
            section.hasPrefix("dconfig") ? section.replacing(laneSettings, with: "") : section
        }
    }

    private static let mark = "=== section "
    /// What a lane fixes for its sessions, and how many are shown.
    nonisolated(unsafe) private static let laneSettings =
        #/(?m)^( (client_encoding|enable_indexonlyscan) .*|\(\d+ rows\))\n/#

    /// What asks for a terminal, or cannot be done through a lane that protects columns.
    private static let notInScripts: Set<String> = ["password", "lo_export", "lo_import", "lo_unlink"]

    @Test("every other command stands in a script that prints what it prints directly")
    func everyCommand() async throws {
        let help = try await psql(["-c", "\\?"], direct: true).output
        let script = try String(contentsOf: Repository.fixture("psql-commands.sql"), encoding: .utf8)
        let used = Set(script.matches(of: #/\\([A-Za-z_]+|[!?])/#).map { match in String(match.output.1) })
        let listed = Set(help.matches(of: #/(?m)^  \\([A-Za-z_]+|[!?])/#).map { match in String(match.output.1) })
        let described = Set(try await everyDescription().map { command in String(command.dropFirst(1)) })
        #expect(listed.subtracting(used).subtracting(described).subtracting(Self.notInScripts) == [])
        let folder = FileManager.default.temporaryDirectory.appending(path: "psql-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = ["-v", "folder=\(folder.path())", "-f", Repository.fixture("psql-commands.sql").path()]
        let ours = try await psql(arguments, direct: false, input: "typed\n")
        let theirs = try await psql(arguments, direct: true, input: "typed\n")
        #expect(ours.status == 0 && theirs.status == 0)
        let (here, there) = (Self.withoutAddress(ours.output), Self.withoutAddress(theirs.output))
        #expect(here.count == there.count)
        for (one, other) in zip(here, there) { #expect(one == other) }
        #expect(ours.errors == theirs.errors)
        #expect(ours.output.hasSuffix("the end\n"), "\(ours.story.suffix(2000))")
    }

    /// `\conninfo` and `\c` name the user and the port, `\timing` and `\watch` a time.
    private static func withoutAddress(_ text: String) -> [Substring] {
        text.replacing(#/user "[^"]*"/#, with: "user").replacing(#/port "\d+"/#, with: "port")
            .replacing(#/(USER|PORT) = '.*'/#, with: "setting").replacing(#/Time: .*/#, with: "Time")
            .replacing(#/.*\(every .*/#, with: "every")
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test(
        "large objects and passwords are refused, and the session goes on",
        arguments: [
            "\\lo_import /dev/null", "\\lo_unlink 1", "\\lo_export 1 /dev/null",
            "ALTER USER CURRENT_USER PASSWORD 'x';",
        ])
    func refusedCommands(command: String) async throws {
        let outcome = try await psql(["-f", "/dev/stdin"], direct: false, input: "\(command)\nSELECT 'goes on';\n")
        #expect(outcome.errors.contains("chaperone: "))
        #expect(outcome.output.contains("goes on"))
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
            let url = try direct ? stack.direct(credential: "ehr-agent").url : stack.lane().url
            let settings = ["EDITOR": "true", "PSQL_HISTORY": "/dev/null", "LC_ALL": "C.UTF-8"]
            return try Command(
                "psql", ["-X", "-P", "pager=off"] + arguments + ["-d", url], environment: settings, input: input
            ).run()
        }
    }
}
