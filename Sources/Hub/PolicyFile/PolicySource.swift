package import Yams

/// The YAML text of a policy, as a tree with positions.
package enum PolicySource {
    static let policyBytesLimit = 1 << 20

    /// Yams stops at a mapping with the same key twice. So that the rest of the file is still checked, the second key is
    /// reported, marked with this scalar in place of its first one (which moves nothing), and skipped later.
    private static let duplicateMark: Character = "\u{E000}"
    private static let duplicateKeysLimit = 100

    static func isReportedDuplicate(_ key: String) -> Bool { key.first == duplicateMark }

    package static func parse(_ text: String, log: DiagnosticLog) -> Node? {
        guard text.utf8.count <= policyBytesLimit else {
            log.error("the file is larger than \(policyBytesLimit) bytes", at: nil)
            return nil
        }
        guard nestingDepth(text) <= nestingDepthLimit else {
            log.error("brackets are nested deeper than \(nestingDepthLimit)", at: nil)
            return nil
        }
        var text = text
        for _ in 0..<duplicateKeysLimit {
            do {
                guard let node = try Yams.compose(yaml: text) else {
                    log.error("the file is empty", line: 1, column: 1)
                    return nil
                }
                return node
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let patched = markDuplicates(of: keys, in: text, mapping: context.mark, log: log) else {
                    let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
                    log.error("\(names) is given twice in this mapping", at: context.mark)
                    return nil
                }
                text = patched
            } catch {
                report(error, log: log)
                return nil
            }
        }
        return nil
    }

    private static let nestingDepthLimit = 100

    /// How deep `[` and `{` could be nested at most; the parser behind Yams recurses.
    private static func nestingDepth(_ text: String) -> Int {
        var depth = 0
        var deepest = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: break
            }
            deepest = max(deepest, depth)
        }
        return deepest
    }

    private static func report(_ error: any Error, log: DiagnosticLog) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            log.error("not YAML: \(problem)", at: mark)
        case YamlError.reader(let problem, _, _, _): log.error("not YAML: \(problem)", at: nil)
        default: log.error("not YAML", at: nil)
        }
    }

    /// Only for block mappings, whose keys stand at the start of their lines in the mapping's own column.
    private static func markDuplicates(
        of keys: [String], in text: String, mapping: Mark, log: DiagnosticLog
    ) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let indent = mapping.column - 1
        var found = false
        for key in keys {
            var seenAt: Int?
            for index in lines.indices where index >= mapping.line - 1 {
                let line = Array(lines[index].unicodeScalars)
                let isStart = index == mapping.line - 1  // `- key:` of a list stands before the first key
                let content = line.firstIndex { $0 != " " } ?? line.count
                if content == line.count || line[content] == "#" { continue }
                if !isStart && content < indent { break }
                guard isStart || content == indent, indent <= line.count else { continue }
                guard let start = keyStart(key, in: line[indent...]) else { continue }
                guard let first = seenAt else {
                    seenAt = index + 1
                    continue
                }
                log.error(
                    "\"\(key)\" is given twice; the first is in line \(first)",
                    line: index + 1, column: indent + 1)
                var patched = line
                patched[start] = duplicateMark.unicodeScalars.first ?? "_"
                var view = String.UnicodeScalarView()
                view.append(contentsOf: patched)
                lines[index] = String(view)
                found = true
            }
        }
        return found ? lines.joined(separator: "\n") : nil
    }

    /// Where the key's own text starts when `line` is `key:`, `"key":` or `'key':`.
    private static func keyStart(_ key: String, in line: ArraySlice<Unicode.Scalar>) -> Int? {
        for quote in ["", "\"", "'"] {
            let opening = Array((quote + key + quote).unicodeScalars)
            guard line.starts(with: opening), !key.isEmpty else { continue }
            guard line.dropFirst(opening.count).first(where: { $0 != " " }) == ":" else { continue }
            return line.startIndex + quote.unicodeScalars.count
        }
        return nil
    }
}
