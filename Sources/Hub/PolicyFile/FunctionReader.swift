import Policy
import Yams

/// Reads `functions` of a target.
struct FunctionReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    struct Functions {
        /// With every argument list.
        var names: [QualifiedName] = []
        /// With theirs; nil: none.
        var signatures: [String]?
        /// By how they are named in both; nil: of none it is said.
        var writes: [String: [QualifiedName]]?
    }

    private static let form = "SCHEMA.NAME or SCHEMA.NAME(TYPE, TYPE)"

    init(log: DiagnosticLog) { self.log = log }

    func read(_ node: Node) -> Functions {
        var functions = Functions()
        let all = if case .sequence(let sequence) = node { Array(sequence) } else { [node] }
        let told = all.filter { if case .mapping = $0 { true } else { false } }
        let plain = all.filter { if case .mapping = $0 { false } else { true } }
        if told.isEmpty || !plain.isEmpty {
            for (text, mark) in reader.list(told.isEmpty ? node : .sequence(Node.Sequence(plain)), "functions") {
                _ = add(text, mark, to: &functions)
            }
        }
        for node in told { add(told: node, to: &functions) }
        return functions
    }

    /// `{ name: clinic.log_change, writes: [clinic.changes] }`
    private func add(told node: Node, to functions: inout Functions) {
        guard let map = PolicyMap(node, what: "function", keys: ["name", "writes"], log: log),
            let name = map.required("name"), let text = reader.text(name, "name"),
            let written = map.required("writes")
        else { return }
        let writes = tables(written)
        guard let entry = add(text, name.mark, to: &functions) else { return }
        guard functions.writes?[entry] == nil else {
            return log.error("function \"\(text)\" is given twice", at: name.mark)
        }
        functions.writes = (functions.writes ?? [:]).merging([entry: writes]) { $1 }
    }

    /// - Returns: how it is named in the bundle; nil: it is not of the form.
    private func add(_ text: String, _ mark: Mark?, to functions: inout Functions) -> String? {
        let parts = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
        guard let found = reader.identifiers(String(parts[0]), "function", form: Self.form, count: 2, at: mark) else {
            return nil
        }
        let name = QualifiedName(found[0], found[1])
        guard name.schema != "pg_catalog" else {
            log.error(
                "function \"\(text)\" is the server's own: which of those may be called does not depend on the policy "
                    + "(docs/functions.md lists them)", at: mark)
            return nil
        }
        guard parts.count == 2 else {
            functions.names.append(name)
            return name.description
        }
        guard let arguments = parts.last, arguments.last == ")",
            !arguments.dropLast().contains(where: { "()".contains($0) })
        else {
            log.error("function \"\(text)\" is not of the form \(Self.form)", at: mark)
            return nil
        }
        let signature = "\(name)(\(arguments)"
        functions.signatures = (functions.signatures ?? []) + [signature]
        return signature
    }

    /// `[]`: it writes none.
    private func tables(_ node: Node) -> [QualifiedName] {
        if case .sequence(let sequence) = node, sequence.isEmpty { return [] }
        return reader.list(node, "writes").compactMap { text, mark in
            reader.identifiers(text, "table", form: "SCHEMA.TABLE", count: 2, at: mark).map {
                QualifiedName($0[0], $0[1])
            }
        }
    }
}
