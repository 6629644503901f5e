import AdminAPI
import ArgumentParser
import AuditCommands
import AuditLog
import Hub
import HubAPI
import SignedNote
import SmallFiles

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "The audit logs of the sidecars and of the hub itself, as the hub has cosigned them.",
        discussion: ExitStatus.help,
        subcommands: [List.self, Show.self, Search.self, Key.self, Verify.self, Export.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The logs.")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let list = try await hub.get("/v1/admin/audit/logs", as: ListView<LogView>.self)
                Terminal.table(
                    ["LOG", "RECORDS", "COSIGNED", "WITNESSED", "LAST"],
                    list.items.map {
                        [$0.origin, "\($0.size)", "\($0.cosignedSize)", "\($0.witnessedSize)", $0.updatedAt]
                    })
            }
        }
    }

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records of all logs, newest first, one JSON object a line.",
            discussion: "All conditions hold together. Times are 2026-11-23 or 2026-11-23T03:25:35Z, UTC.")

        @Option(help: "Of this log: its origin, or the instance.") var log: String?
        @Option(help: "Of this principal.") var principal: String?
        @Option(help: "On this target.") var target: String?
        @Option(help: "That read or wrote PHI of this table or column: SCHEMA.TABLE[.COLUMN].") var table: String?
        @Option(help: "Decided by this rule.") var rule: String?
        @Option(help: "With this verdict or status: allow, deny, completed, failed, cut …") var verdict: String?
        @Option(help: "Of this type: intent, outcome, decision, approval …") var type: String?
        @Option(help: "Of this session.") var session: String?
        @Option(help: "Not before.") var from: String?
        @Option(help: "Before.") var to: String?
        @Option(help: "At most so many.") var limit = 100

        @OptionGroup var options: HubOptions

        func run() async throws {
            let conditions = [
                ("log", log), ("principal", principal), ("target", target), ("table", table), ("rule", rule),
                ("verdict", verdict), ("type", type), ("session", session), ("from", from), ("to", to),
                ("limit", "\(limit)"),
            ]
            let query = conditions.compactMap { name, value in
                value.map { "\(name)=\(QueryText.encode($0))" }
            }.joined(separator: "&")
            try await options.withHub { hub in
                let list = try await hub.get("/v1/admin/audit/records?\(query)", as: ListView<RecordView>.self)
                for record in list.items { print(record.line) }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The records of a log, in its order.",
            discussion: "Times are 2026-11-23 or 2026-11-23T03:25:35Z, UTC.")

        @Argument(help: "The log: its origin, the instance, or hub for the hub's own.") var log: String
        @Option(help: "Not before.") var from: String?
        @Option(help: "Before.") var to: String?
        @Flag(help: "The records as they are stored, one JSON object a line.") var json = false

        @OptionGroup var options: HubOptions

        func validate() throws { _ = try times() }

        private func times() throws -> (first: Int64, end: Int64) {
            let first = try Self.time(from, "--from") ?? .min
            let end = try Self.time(to, "--to") ?? .max
            guard first <= end else { throw ValidationError("--to is before --from") }
            return (first, end)
        }

        func run() async throws {
            let (first, end) = try times()
            try await options.withHub { hub in
                if !json { print(RecordRow.header) }
                _ = try await HubLogReader(hub: hub, log: log).read { position, line in
                    guard let record = try? AuditRecord(parsing: Array(line.utf8)[...]) else {
                        throw LogFault(seq: position, what: "it cannot be read")
                    }
                    guard (first..<end).contains(record.atMicroseconds) else { return }
                    print(json ? line : RecordRow.text(record))
                }
            }
        }

        private static func time(_ text: String?, _ option: String) throws -> Int64? {
            guard let text else { return nil }
            guard let time = SearchTime.microseconds(text) else {
                throw ValidationError("\(option) \(text): must be a time such as 2026-11-23T03:25:35Z")
            }
            return time
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check that the hub's records of a log lead to what its key signed and the witness cosigned.",
            discussion: "Exit code: 0 the log is intact, 1 it is broken, 2 it could not be checked.")

        @Argument(help: "The log: its origin, the instance, or hub for the hub's own.") var log: String
        @Option(help: ArgumentHelp("Of the log, from elsewhere; default: what the hub says.", valueName: "file"))
        var key: String?
        @Option(help: ArgumentHelp("Of the witness, from elsewhere; default: what the hub says.", valueName: "file"))
        var witness: String?
        @Flag(help: "Up to what further witnesses have cosigned; --witness is then the key of one of them.")
        var witnessed = false

        @OptionGroup var options: HubOptions

        func run() async throws {
            let key = try key.map(Self.key)
            let witness = try witness.map(Self.key)
            try await options.withHub { hub in
                do {
                    let checkpoint = try await HubLogReader(hub: hub, log: log, isWitnessed: witnessed)
                        .verify(key: key, witness: witness)
                    print("intact: \(checkpoint.size) records of \(checkpoint.origin)")
                } catch let fault as LogFault {
                    print("BROKEN: \(Terminal.plain(fault.description))")
                    throw ExitStatus.refused
                }
            }
        }

        private static func key(_ file: String) throws -> VerifierKey {
            try Terminal.reportingFailures {
                try VerifierKey(
                    parsing: String(
                        try SmallFile.text(file).prefix { $0 != "\n" }))
            }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The key that a log is verified with, to be kept elsewhere and given to --key or to a witness.")

        @Argument(help: "The log: its origin, the instance, or hub for the hub's own.") var log: String
        @Flag(help: "The key that this hub cosigns with, instead.") var witness = false

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let keys = try await HubLogReader(hub: hub, log: log).keys()
                print(witness ? keys.witness : keys.log)
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a log as C2SP tlog-tiles, for `chaperone audit verify` and other readers.")

        @Argument(help: "The log: its origin, or the instance.") var log: String
        @Argument(help: ArgumentHelp("Made when it is missing.", valueName: "folder")) var folder: String
        @Flag(help: "Up to what further witnesses have cosigned, with their signatures.")
        var witnessed = false

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let count = try await LogExport(hub: hub, log: log, isWitnessed: witnessed).write(to: folder)
                print("exported: \(count) records to \(folder)")
            }
        }
    }
}
