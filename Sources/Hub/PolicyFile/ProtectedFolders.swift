import Policy
import SSHOperations

/// Rules that say something else than they do on a target with `phi_paths`, where without an approval nobody reads the files
/// that these name, and nobody renames or links anything: commands whose `{path:}` slots lead to them, and files.
struct ProtectedFolders {
    let log: DiagnosticLog
    let targets: [Target]

    /// Where the kernel shows every file once more, and the disks that they are on.
    private static let everywhere = ["/proc/**", "/dev/**"]

    func check(_ rules: [PlacedRule]) {
        for entry in rules where !entry.rule.restricts {
            for target in targets where entry.rule.when.targets.isEmpty || entry.rule.when.targets.contains(target.name)
            {
                let protected = target.ssh?.protectedPaths ?? []
                guard !protected.isEmpty else { continue }
                switch entry.rule.when.ssh {
                case .commands(let texts, _, _, _): check(texts, protected, entry, target)
                case .files(let actions, _): check(actions, entry, target)
                case .unread, .shell, .forwards, nil: break
                }
            }
        }
    }

    private func check(_ texts: [String], _ protected: [String], _ entry: PlacedRule, _ target: Target) {
        let templates = texts.compactMap { try? CommandTemplate($0) }
        let folders = templates.flatMap(\.pathFolders)
        if let folder = folders.first(where: { covers($0, protected) }) {
            return log.error(
                "rule \"\(entry.rule.name)\" allows what {path:\(folder.text)} is to read, which leads to phi_paths of "
                    + "target \"\(target.name)\": name a folder beside them, or let the rule ask for an approval",
                at: entry.mark)
        }
        guard let template = templates.first(where: { !$0.pathFolders.isEmpty && !Self.movesFiles($0.text) }) else {
            return
        }
        log.error(
            "rule \"\(entry.rule.name)\" allows \"\(template.text)\" on target \"\(target.name)\", which has phi_paths: a link in "
                + "that folder may lead there, and a command follows it by itself; let the rule ask for an approval, write the "
                + "path out, or allow sftp: [read] there, which asks the host where a path leads", at: entry.mark)
    }

    private func check(_ actions: [FileAction], _ entry: PlacedRule, _ target: Target) {
        guard let action = actions.first(where: { $0 == .rename || $0 == .link }) else { return }
        log.error(
            "rule \"\(entry.rule.name)\" allows \(action.rawValue) on target \"\(target.name)\", which has phi_paths: a path "
                + "that was judged could lead elsewhere when it is opened; leave \(action.rawValue) out, or make a rule of its own of it "
                + "that asks for an approval", at: entry.mark)
    }

    /// What is judged by its files besides (`RemoteProgram`).
    private static func movesFiles(_ template: String) -> Bool {
        let program = template.split(separator: " ").first?.split(separator: "/").last ?? ""
        return ["scp", "rsync", "git", "git-upload-pack", "git-receive-pack"].contains(program)
    }

    private func covers(_ folder: HostPath, _ protected: [String]) -> Bool {
        (protected + Self.everywhere).compactMap { PathGlob($0) }.contains { $0.mayMatch(under: folder) }
    }
}
