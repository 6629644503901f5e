import Policy
import SSHOperations
import Yams

/// Reads what of a rule's `when` speaks of SSH.
struct SSHConditionReader {
    let log: DiagnosticLog
    private var reader: PolicyReader { PolicyReader(log: log) }

    static let keys = ["command", "opaque", "binary", "terminal", "unread", "sftp", "paths", "shell", "forward"]
    private static let actions = FileAction.allCases.map(\.rawValue)

    /// What a rule may speak of, each by the keys that say it.
    private static let subjects = [
        ["command", "opaque", "binary", "terminal"], ["unread"], ["sftp", "paths"], ["shell"], ["forward"],
    ]

    /// Nil: nothing, or what is said is wrong, which was then reported.
    func read(_ map: PolicyMap) -> SSHCondition? {
        let said = Self.subjects.filter { keys in keys.contains { map[$0] != nil } }
        guard let subject = said.first else { return nil }
        guard said.count == 1 else {
            let names = said.map { "\"\($0[0])\"" }.joined(separator: " and ")
            log.error("a rule speaks of one thing: make rules of their own of \(names)", at: map.mark)
            return nil
        }
        switch subject[0] {
        case "command": return commands(map)
        case "unread": return map["unread"].map { reader.isTrue($0, "unread") } == true ? .unread : nil
        case "sftp": return files(map)
        case "shell": return map["shell"].map { reader.isTrue($0, "shell") } == true ? .shell : nil
        default: return map["forward"].map { .forwards(forwards($0)) }
        }
    }

    private func commands(_ map: PolicyMap) -> SSHCondition {
        let isOpaque = map["opaque"].map { reader.isTrue($0, "opaque") } ?? false
        let mayBeBinary = map["binary"].map { reader.isTrue($0, "binary") } ?? false
        let hasTerminal = map["terminal"].map { reader.isTrue($0, "terminal") } ?? false
        let texts = map["command"].map { node in
            reader.list(node, "command").compactMap { template($0.text, isOpaque: isOpaque, at: $0.mark) }
        }
        return .commands(
            templates: texts ?? [], isOpaque: isOpaque, mayBeBinary: mayBeBinary,
            hasTerminal: hasTerminal ? true : nil)
    }

    private func template(_ text: String, isOpaque: Bool, at mark: Mark?) -> String? {
        do throws(TemplateFailure) {
            let template = try CommandTemplate(text)
            if !isOpaque, let program = template.opaquePrograms.first {
                log.error(
                    "command \"\(text)\" names \(program), which runs what its arguments or its input say: "
                        + "write \"opaque: true\" beside it where that is meant", at: mark)
                return nil
            }
            return text
        } catch {
            log.error("command \"\(text)\" is none: \(error.words)", at: mark)
            return nil
        }
    }

    private func files(_ map: PolicyMap) -> SSHCondition {
        let actions = map["sftp"].map { node in
            reader.words(node, "sftp", entry: "file action", of: Self.actions).compactMap(FileAction.init(rawValue:))
        }
        let paths = map["paths"].map { SSHTargetReader(log: log).patterns($0, "paths") }
        return .files(actions: actions ?? [], paths: paths ?? [])
    }

    private func forwards(_ node: Node) -> [String] {
        reader.list(node, "forward").compactMap { text, mark in
            do {
                let address = try AddressText.parse(text, anyPort: false)
                return "\(address.host):\(address.port)"
            } catch {
                log.error("forward \"\(text)\" \(error)", at: mark)
                return nil
            }
        }
    }
}
