import Policy
import SSHOperations

/// A rule whose templates and patterns are read.
struct PreparedSSHRule: Sendable {
    /// One thing that a rule holds for, or not.
    enum Subject: Sendable {
        /// A pipeline, and the whole line that it is part of.
        case program(ShellLine, of: ShellLine)
        case unread
        case shell
        case forward(String)
        case files(FileAction, [FilePlace])
        /// The subsystem, whose operations are judged one by one besides.
        case sftp
    }

    private enum Condition: Sendable {
        case everything
        case programs([CommandTemplate], isOpaque: Bool)
        case unread
        case shell
        case forwards(Set<String>)
        case files(Set<FileAction>, [PathGlob])
        /// It speaks of other protocols.
        case nothing
        /// It cannot be read. The compiler lets none through; should one appear all the same, it holds where it
        /// restricts, and not where it allows.
        case malformed
    }

    let rule: Rule
    let mayBeBinary: Bool
    /// What it is about may have a terminal.
    let givesTerminal: Bool
    private let condition: Condition

    init(_ rule: Rule) {
        self.rule = rule
        var mayBeBinary = false
        var givesTerminal = false
        switch rule.when.ssh {
        case nil: condition = rule.when.namesStatements ? .nothing : .everything
        case .commands(let texts, let isOpaque, let mayBe, let hasTerminal):
            let templates = texts.compactMap { try? CommandTemplate($0) }
            condition = templates.count == texts.count ? .programs(templates, isOpaque: isOpaque) : .malformed
            mayBeBinary = mayBe
            givesTerminal = hasTerminal ?? false
        case .unread: condition = .unread
        case .shell: condition = .shell
        case .forwards(let places): condition = .forwards(Set(places))
        case .files(let actions, let paths):
            let globs = paths.compactMap { PathGlob($0) }
            condition = globs.count == paths.count ? .files(Set(actions), globs) : .malformed
        }
        self.mayBeBinary = mayBeBinary
        self.givesTerminal = givesTerminal
    }

    func holds(for subject: Subject) -> Bool {
        switch (condition, subject) {
        case (.nothing, _): false
        case (.malformed, _): rule.restricts
        // What is for everything holds for each of its operations.
        case (.everything, .sftp): false
        case (.programs(let templates, _), .sftp): rule.restricts && Self.anyIs(templates, ShellLine.sftpSpellings)
        // What allows without naming it must know it.
        case (.everything, .program(let part, _)): rule.restricts || part.isData
        case (.everything, .files): true
        // Nobody allows these but a rule that says so.
        case (.everything, .unread), (.everything, .shell), (.everything, .forward): rule.restricts
        case (.programs(let templates, let isOpaque), .program(let part, let whole)):
            rule.restricts
                ? Self.anyHolds(templates, part, whole)
                : templates.isEmpty
                    ? isOpaque || (givesTerminal ? part.isDataInTerminal : part.isData)
                    : (isOpaque || !part.isOpaque)
                        && templates.contains { $0.matches(part) || $0.matches(whole) }
        case (.unread, .unread): rule.restricts
        case (.shell, .shell): true
        case (.forwards(let places), .forward(let place)): places.contains(place)
        case (.files(let actions, let globs), .files(let action, let places)):
            (actions.isEmpty || actions.contains(action)) && (globs.isEmpty || holds(globs, places))
        case (.programs, _), (.unread, _), (.shell, _), (.forwards, _), (.files, _): false
        }
    }

    /// A rule that restricts holds for a line that has what it names anywhere.
    private static func anyHolds(_ templates: [CommandTemplate], _ part: ShellLine, _ whole: ShellLine) -> Bool {
        if templates.isEmpty { return true }
        return anyIs(templates, [part, whole] + part.spellings)
    }

    private static func anyIs(_ templates: [CommandTemplate], _ lines: [ShellLine]) -> Bool {
        templates.contains { template in lines.contains { template.touches($0) } }
    }

    /// It allows the command by no template but such as leave a path to the client (`{path:}`).
    func letsChoosePath(_ part: ShellLine, of whole: ShellLine) -> Bool {
        guard case .programs(let templates, _) = condition else { return false }
        let fitting = templates.filter { $0.matches(part) || $0.matches(whole) }
        return !fitting.isEmpty && fitting.allSatisfy { !$0.pathFolders.isEmpty }
    }

    /// It judges files by where they are, or has a person do so.
    var judgesPaths: Bool {
        switch condition {
        case .files(_, let globs): !globs.isEmpty || asksPerson
        case .everything: asksPerson
        case .malformed: true
        case .programs, .unread, .shell, .forwards, .nothing: false
        }
    }

    private var asksPerson: Bool { if case .approve = rule.action { true } else { false } }

    /// One place is enough for a rule that restricts; one that allows must know all.
    private func holds(_ globs: [PathGlob], _ places: [FilePlace]) -> Bool {
        rule.restricts
            ? places.contains { place in globs.contains { place.mayBe($0) } }
            : !places.isEmpty && places.allSatisfy { place in globs.contains { place.isSurely($0) } }
    }
}
