package import Policy

/// One entry of a policy's `tests`: what is to become of a statement, of a command, of an operation on files, of a shell,
/// or of a connection that a host is to make.
package struct PolicyTest: Sendable, Equatable {
    package enum Expectation: String, Sendable, CaseIterable { case allow, approve, deny }

    package enum Subject: Sendable, Equatable {
        case statement(String)
        case command(String)
        case files([FileAction], paths: [String])
        case shell
        case forward(host: String, port: UInt16)
    }

    /// What the author calls it; else the subject's first line.
    package var name: String
    /// Where it stands in the file, from 1.
    package var line: Int
    package var subject: Subject
    package var target: String
    package var role: String
    package var expect: Expectation
    /// The rule that decides; nil: any.
    package var rule: String?
    /// The text that is sent upstream, to the byte; nil: any.
    package var sends: String?
    /// The protected columns that it reads, sorted; nil: any.
    package var reads: [String]?
}
