/// What a policy allows to be run: a command with typed slots, `tail -n {number} /var/log/{name}.log`.
///
/// The words of a template and of a command are compared one by one, so that a slot is a part of one word and never
/// more; flags stand in it as they are allowed. A template of several programs fits only the same joined alike.
package struct CommandTemplate: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case slot(TemplateSlot)
    }

    /// As it was written.
    package let text: String
    let commands: [[[Piece]]]
    let joints: [ShellLine.Joint]

    /// - Throws: what is wrong, for whoever wrote the policy.
    package init(_ text: String) throws(TemplateFailure) {
        var slots: [TemplateSlot] = []
        let stripped = try Self.withoutSlots(text, &slots)
        let line: ShellLine
        do throws(CommandRefusal) { line = try CommandReader.read(Array(stripped.utf8)) } catch {
            throw .command(error)
        }
        var next = 0
        commands = line.commands.map { command in
            command.words.map { word in
                var pieces: [Piece] = []
                let parts = word.unicodeScalars.split(separator: Self.mark, omittingEmptySubsequences: false)
                for (index, part) in parts.enumerated() {
                    if index > 0 {
                        pieces.append(.slot(slots[next]))
                        next += 1
                    }
                    if !part.isEmpty { pieces.append(.text(String(Substring(part)))) }
                }
                return pieces
            }
        }
        joints = line.joints
        self.text = text
        for words in commands {
            // Which program runs must be said.
            guard case .text(let program)? = words.first?.first, words[0].count == 1, !program.isEmpty else {
                throw .programIsSlot
            }
            for word in words {
                for (piece, follower) in zip(word, word.dropFirst()) {
                    if case .slot = piece, case .slot = follower { throw .adjacentSlots }
                }
            }
        }
    }

    /// A character of the private use area stands for a slot while the rest is read.
    private static let mark: Unicode.Scalar = "\u{E000}"

    private static func withoutSlots(_ text: String, _ slots: inout [TemplateSlot]) throws(TemplateFailure) -> String {
        guard !text.unicodeScalars.contains(mark) else { throw .unknownSlot("") }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: "}") else { throw .openSlot }
            let name = String(inside[..<close])
            guard let slot = TemplateSlot(name) else { throw .unknownSlot(name) }
            slots.append(slot)
            result.unicodeScalars.append(mark)
            rest = inside[inside.index(after: close)...]
        }
        return result + rest
    }

    /// Whether it names the line, point by point (see `PathGlob`): for what allows.
    package func matches(_ line: ShellLine) -> Bool { matches(line, isWide: false) }

    /// The same where points are letters like others: for what restricts.
    package func touches(_ line: ShellLine) -> Bool { matches(line, isWide: true) }

    private func matches(_ line: ShellLine, isWide: Bool) -> Bool {
        line.joints == joints && line.commands.count == commands.count
            && zip(commands, line.commands).allSatisfy { Self.matches($0, $1, isWide) }
    }

    /// The folders of its slots for paths.
    package var pathFolders: [HostPath] {
        commands.joined().joined().compactMap { piece in
            if case .slot(.path(let folder, _)) = piece { folder } else { nil }
        }
    }

    /// The programs that it names and that run what others say (see `SimpleCommand.isOpaque`).
    package var opaquePrograms: [String] {
        commands.compactMap { words in
            let plain = words.map { pieces in
                pieces.map { piece in
                    switch piece {
                    case .text(let text): text
                    case .slot(.number): "1"
                    case .slot: "x"
                    }
                }.joined()
            }
            let command = SimpleCommand(words: plain)
            return command.isOpaque ? String(command.programName) : nil
        }
    }

    private static func matches(_ words: [[Piece]], _ command: SimpleCommand, _ isWide: Bool) -> Bool {
        words.count == command.words.count && zip(words, command.words).allSatisfy { matches($0, $1, isWide) }
    }

    /// All places at which a piece may end are followed at once, so that no way through the word is gone twice.
    private static func matches(_ pieces: [Piece], _ word: String, _ isWide: Bool) -> Bool {
        let bytes = word.utf8
        var starts = [bytes.startIndex]
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let fixed):
                starts = starts.compactMap { start in
                    bytes[start...].starts(with: fixed.utf8) ? bytes.index(start, offsetBy: fixed.utf8.count) : nil
                }
            case .slot(let slot):
                if index == pieces.count - 1 { return starts.contains { slot.takes(word[$0...], isWide: isWide) } }
                guard bytes.count <= OperationLimits.partedWordBytesLimit else { return false }
                starts = word.unicodeScalars.indices.filter { end in
                    starts.contains { $0 <= end && slot.takes(word[$0..<end], isWide: isWide) }
                }
            }
            if starts.isEmpty { return false }
        }
        return starts.contains(bytes.endIndex)
    }
}
