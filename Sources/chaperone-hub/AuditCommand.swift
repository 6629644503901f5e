import ArgumentParser
import Hub
import HubAPI

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The sidecars' audit logs, as the hub has cosigned them.",
        discussion: ExitStatus.help, subcommands: [List.self, Search.self, Export.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The logs.")

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let list = try await hub.get("/v1/admin/audit/logs", as: ListView<LogView>.self)
                Terminal.table(
                    ["LOG", "RECORDS", "COSIGNED", "LAST"],
                    list.items.map { [$0.origin, "\($0.size)", "\($0.cosignedSize)", $0.updatedAt] })
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

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a log as C2SP tlog-tiles, for `chaperone audit verify` and other readers.")

        @Argument(help: "The log: its origin, or the instance.") var log: String
        @Argument(help: ArgumentHelp("Made when it is missing.", valueName: "folder")) var folder: String

        @OptionGroup var options: HubOptions

        func run() async throws {
            try await options.withHub { hub in
                let count = try await LogExport(hub: hub, log: log).write(to: folder)
                print("exported: \(count) records to \(folder)")
            }
        }
    }
}
