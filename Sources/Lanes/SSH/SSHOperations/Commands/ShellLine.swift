/// What a client would run, when all of it was understood: programs, and what joins them.
package struct ShellLine: Sendable, Equatable {
    package enum Joint: String, Sendable {
        case pipe = "|"
        case and = "&&"
        case or = "||"
        case then = ";"
    }

    package let commands: [SimpleCommand]
    /// One less than there are commands: what stands behind each.
    package let joints: [Joint]

    /// The command alone, when there is one.
    package var single: SimpleCommand? { commands.count == 1 ? commands[0] : nil }

    /// The words as they were read, for somebody who reads them: not to be run, since it does not tell where a word ends.
    package var plain: String {
        var text = ""
        for (index, command) in commands.enumerated() {
            if index > 0 { text += " \(joints[index - 1].rawValue) " }
            text += command.words.joined(separator: " ")
        }
        return text
    }

    /// The line anew, of what was read: every word quoted, so that every shell (sh, dash, bash, zsh, mksh, busybox) takes
    /// each for what was judged, and none for an alias or a word of its own.
    package var written: String {
        var text = ""
        for (index, command) in commands.enumerated() {
            if index > 0 { text += " \(joints[index - 1].rawValue) " }
            text += command.words.map(ShellQuoting.quoted).joined(separator: " ")
        }
        return text
    }
}

extension ShellLine {
    /// The parts between `&&`, `||` and `;`: each a program, or several that a pipe joins. They could be run one by one, so
    /// that each may be judged for itself.
    package var pipelines: [ShellLine] {
        var all: [ShellLine] = []
        var start = 0
        for (index, joint) in joints.enumerated() where joint != .pipe {
            all.append(part(start...index))
            start = index + 1
        }
        return all + [part(start...(commands.count - 1))]
    }

    private func part(_ range: ClosedRange<Int>) -> ShellLine {
        ShellLine(commands: Array(commands[range]), joints: Array(joints[range.lowerBound..<range.upperBound]))
    }

    /// One of its programs is known to run what others say.
    package var isOpaque: Bool { commands.contains { $0.isOpaque } }
    /// All of its programs are known to run nothing of what they are told.
    package var isData: Bool { commands.allSatisfy(\.isData) }
    package var isDataInTerminal: Bool { commands.allSatisfy(\.isDataInTerminal) }
}

extension ShellLine {
    /// Each of its programs as a line of its own, in each way that it may be written: for rules that restrict.
    package var spellings: [ShellLine] { commands.flatMap { $0.spellings.map(ShellLine.init(single:)) } }

    /// What the subsystem is called where it is started as a program.
    package static let sftpSpellings = ["sftp", "sftp-server", "internal-sftp"].map {
        ShellLine(single: SimpleCommand(words: [$0]))
    }

    private init(single: SimpleCommand) { self.init(commands: [single], joints: []) }
}
