import Policy
import SQLSyntax

/// Run-time parameters by which the server reads a text otherwise than the lane did: where a string ends, which characters
/// there are. On every lane they stay as they are when a session begins.
///
/// The server reports a change only when it is ready for the next query, and so after everything that was sent ahead.
enum TextSettings {
    static let names: Set<String> = ["standard_conforming_strings", "client_encoding"]

    /// - Parameter value: nil for one that is not known.
    static func refusal(name: String, value: String?) -> RewriteRefusal? {
        guard names.contains(name.lowercased()) else { return nil }
        guard let value else { return unclear }
        guard case .refused(let reason) = Settings.ruling(name: name, value: value) else { return nil }
        return RewriteRefusal("setting", reason, hint: "leave it as it is")
    }

    /// SET and RESET. What RESET leads back to was looked at when the session began.
    static func refusal(ofSet node: SyntaxNode) -> RewriteRefusal? {
        switch node.string(.kind) {
        case "VAR_SET_VALUE":
            let values = node.list(.args).map { $0.settingText ?? "" }
            return refusal(name: node.string(.name) ?? "", value: values.joined(separator: ", "))
        default: return nil
        }
    }

    /// - Parameter select: the innermost SELECT around the call.
    static func refusal(ofSetConfig call: SyntaxNode, in select: SyntaxNode?) -> RewriteRefusal? {
        let arguments = Array(call.list(.args))
        guard let first = arguments.first, let name = SearchPathCalls.settingName(first, in: select) else {
            return unclear
        }
        return refusal(name: name, value: arguments.count > 1 ? arguments[1].constantString : nil)
    }

    /// The view has a rule that calls set_config.
    static func refusal(ofWriting target: SyntaxNode?) -> RewriteRefusal? {
        target.map(isSettings) ?? false ? unclear : nil
    }

    /// So does every view over it.
    static func refusal(
        ofWriting name: QualifiedName, in catalog: Catalog, parse: Rewriter.Parse
    ) -> RewriteRefusal? {
        var pending = [name]
        var seen: Set<QualifiedName> = []
        while let name = pending.popLast() {
            if name == QualifiedName("pg_catalog", "pg_settings") { return unclear }
            guard seen.insert(name).inserted, let view = catalog.relations[name], view.kind == .view,
                let parsed = view.definition.flatMap({ parse(Array($0.utf8)) })
            else { continue }
            if parsed.tree.root.contains(where: isSettings) { return unclear }
            pending += RelationIndex.relations(in: parsed.tree)
        }
        return nil
    }

    /// A view that reads it could be written to.
    static func refusal(ofDefining view: SyntaxNode) -> RewriteRefusal? {
        guard view.contains(where: isSettings) else { return nil }
        return RewriteRefusal(
            "setting", "a view of pg_settings could be written to", hint: "read pg_settings itself")
    }

    /// Definitions leave pg_catalog out.
    private static func isSettings(_ node: SyntaxNode) -> Bool {
        node.kind == .rangeVar && node.string(.relname) == "pg_settings"
            && node.string(.schemaname).map { $0 == "pg_catalog" } ?? true
    }

    private static let unclear = RewriteRefusal(
        "setting",
        "a parameter may only be changed by a statement that says which, and how texts are read may not change",
        hint: "use SET name = value, or set_config with constants")
}
