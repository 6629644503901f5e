package import Detectors
package import NIOCore

/// What becomes of a request to run something.
package enum RunDecision: Sendable, Equatable {
    /// How what comes back is treated.
    package enum Treatment: Sendable, Equatable {
        /// It passes as it is: files that were judged by their paths, forwardings. Without a terminal, which would
        /// change the bytes at the host after they were judged.
        case exact
        /// What a program shows, as it is: the target masks nothing.
        case shown
        /// Text, masked. A stream that is no text is cut, unless it may be binary.
        case masked(DetectorSet, mayBeBinary: Bool)
        /// Operations on files, each judged; without a terminal. `asksRealPaths`: by what the host makes of their paths,
        /// too.
        case files(asksRealPaths: Bool)
        /// What rsync moves, as it is, behind its beginning, which is read; without a terminal. `names`: how many names
        /// of algorithms the client says first, where the host asks for them.
        case rsync(names: Int)

        package var takesTerminal: Bool {
            switch self {
            case .shown, .masked: true
            case .exact, .files, .rsync: false
            }
        }

        package static func == (first: Treatment, second: Treatment) -> Bool {
            switch (first, second) {
            case (.exact, .exact), (.shown, .shown): true
            case (.files(let one), .files(let other)): one == other
            case (.rsync(let one), .rsync(let other)): one == other
            case (.masked(let one, let mayOneBe), .masked(let other, let mayOtherBe)):
                one === other && mayOneBe == mayOtherBe
            case (.exact, _), (.shown, _), (.files, _), (.masked, _), (.rsync, _): false
            }
        }
    }

    /// It runs. Of an exec, `command` is what is sent in the place of the client's bytes.
    case run(command: ByteBuffer?, Treatment)
    /// It does not, and the client is told.
    case deny(String)

    package static let noTerminal =
        "what moves files runs without a terminal, which would change its bytes at the host: ask for none (ssh -T)"
    package static let noTerminalForCommands =
        "a command runs without a terminal, in which a program may start a pager or an editor that runs anything: ask for "
        + "none (ssh -T), or have the rule for it say terminal: true"
}
