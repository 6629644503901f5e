/// Forms of expressions by the type that they give: those written by hand, and everything that the server under test
/// has in its catalog.
package struct Grammar: Sendable {
    struct Form: Sendable {
        enum Piece: Sendable {
            case text(String)
            /// A type, `T`, `row`, `select`, `subquery:types` or `subquery1:types`.
            case hole(String)
        }

        var pieces: [Piece] = []
        /// Fails for some values.
        var isDaring = false
        var isWindow = false
        var hasSubquery = false
        /// Written for every comparable type at once.
        var isGeneric = false

        /// Its name, where it is a call of a plain name with one argument: such may be written as a field of it.
        var callOfOne: String? {
            guard pieces.count == 3, case .text(let head) = pieces[0], case .hole = pieces[1],
                case .text(let tail) = pieces[2], tail == ")", head.last == "("
            else { return nil }
            let name = head.dropLast()
            let isPlain = name.first?.isLetter ?? false && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            return isPlain ? String(name) : nil
        }

        init(_ template: Substring) {
            var rest = template
            if rest.first == "!" {
                isDaring = true
                rest = rest.dropFirst()
            }
            isWindow = rest.contains(" OVER (")
            hasSubquery = rest.contains("subquery") || rest.contains("(SELECT") || rest.contains("{select}")
            while let open = rest.firstIndex(of: "{") {
                guard let close = rest[open...].firstIndex(of: "}") else { break }
                let name = rest[rest.index(after: open)..<close]
                let isHole = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_:,".contains($0) }
                if isHole {
                    pieces += [.text(String(rest[..<open])), .hole(String(name))]
                    rest = rest[rest.index(after: close)...]
                } else {
                    pieces.append(.text(String(rest[...open])))
                    rest = rest[rest.index(after: open)...]
                }
            }
            pieces.append(.text(String(rest)))
        }
    }

    private let written: [String: [Form]]
    private let aggregates: [String: [Form]]
    private let fromCatalog: [String: [Form]]

    package init(_ schema: Schema) {
        written = Self.read(GrammarTypes.forms)
        var aggregates = Self.read(GrammarTypes.aggregateForms)
        for routine in schema.aggregates { aggregates[routine.result, default: []].append(Form(routine.template[...])) }
        self.aggregates = aggregates
        var routines: [String: [Form]] = [:]
        for routine in schema.functions + schema.operators {
            routines[routine.result, default: []].append(Form(routine.template[...]))
        }
        fromCatalog = routines
    }

    func forms(_ type: String) -> [Form] { written[type] ?? [] }
    func routines(_ type: String) -> [Form] { fromCatalog[type] ?? [] }
    var aggregateTypes: [String] { aggregates.keys.sorted() }
    func aggregates(_ type: String) -> [Form] { aggregates[type] ?? [] }

    private static func read(_ lines: String) -> [String: [Form]] {
        var forms: [String: [Form]] = [:]
        for line in lines.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            var form = Form(line[line.index(colon, offsetBy: 2)...])
            form.isGeneric = line[..<colon] == "T"
            for type in form.isGeneric ? GrammarTypes.comparable : [String(line[..<colon])] {
                forms[type, default: []].append(form)
            }
        }
        return forms
    }
}
