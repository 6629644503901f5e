import Policy
import SSHOperations

/// Rules about commands whose `{path:}` slots lead to files of a target's `phi_paths`: nobody reads those without an approval,
/// so that such a rule says something else than it does.
struct ProtectedFolders {
    let log: DiagnosticLog
    let targets: [Target]

    /// Where the kernel shows every file once more, and the disks that they are on.
    private static let everywhere = ["/proc/**", "/dev/**"]

    func check(_ rules: [PlacedRule]) {
        for entry in rules where !entry.rule.restricts {
            guard case .commands(let texts, _, _, _) = entry.rule.when.ssh else { continue }
            let folders = texts.compactMap { try? CommandTemplate($0) }.flatMap(\.pathFolders)
            for target in targets where entry.rule.when.targets.isEmpty || entry.rule.when.targets.contains(target.name)
            {
                let protected = target.ssh?.protectedPaths ?? []
                guard !protected.isEmpty, let folder = folders.first(where: { covers($0, protected) }) else { continue }
                log.error(
                    "rule \"\(entry.rule.name)\" allows what {path:\(folder.text)} is to read, which leads to phi_paths of "
                        + "target \"\(target.name)\": name a folder beside them, or let the rule ask for an approval",
                    at: entry.mark)
            }
        }
    }

    private func covers(_ folder: HostPath, _ protected: [String]) -> Bool {
        (protected + Self.everywhere).compactMap { PathGlob($0) }.contains { $0.mayMatch(under: folder) }
    }
}
