import Policy
import Yams

/// Reads `unlisted` and `reviewed`: schemas of which only what somebody has said something of is shown.
struct UnlistedReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    init(log: DiagnosticLog) { self.log = log }

    func read(_ node: Node?, reviewed: Node?) -> UnlistedColumns? {
        guard let node else {
            if let reviewed {
                log.error(
                    "\"reviewed\" says what may be read of schemas under \"unlisted\", and there is none",
                    at: reviewed.mark
                )
            }
            return nil
        }
        let entries = PolicyMap.entries(node, what: "unlisted", log: log) ?? []
        let schemas = entries.compactMap { entry -> String? in
            guard UnlistedColumns.isPattern(entry.key) else {
                log.error("\"\(entry.key)\" of unlisted is no schema's name, nor a pattern of one", at: entry.mark)
                return nil
            }
            return reader.word(entry.value, "unlisted", of: ["deny"]) == nil ? nil : entry.key
        }
        if entries.isEmpty { log.error("unlisted names no schema", at: node.mark) }
        let columns = UnlistedColumns(schemas: schemas, reviewed: [])
        return UnlistedColumns(schemas: schemas, reviewed: reviewed.map { self.reviewed($0, columns) } ?? [])
    }

    private func reviewed(_ node: Node, _ unlisted: UnlistedColumns) -> [String] {
        reader.list(node, "reviewed").compactMap { text, mark in
            let glob: ColumnGlob
            do { glob = try ColumnGlob(text) } catch {
                log.error(
                    "column pattern \"\(text)\" is not of the form SCHEMA.TABLE.COLUMN or **.COLUMN: \(error)", at: mark
                )
                return nil
            }
            if let schema = glob.schemaName, !unlisted.closes(schema) {
                log.error("\"\(text)\" of reviewed is in no schema under \"unlisted\": it is shown anyway", at: mark)
            }
            return text
        }
    }
}
