import ArgumentParser
import AuditLog
import Glibc
import SignedNote
import SmallFiles
import Spool

/// The log that a command reads, and the key it is checked with.
struct LogArgument {
    static let help: ArgumentHelp =
        "The log's folder (a spool, `<state>/audit`, or an export), as a path or a file:// URL."
    static let keyHelp: ArgumentHelp =
        "The instance's verifier key, as text or as a file. Without it the key inside the folder is taken, which shows that the log fits together but not whose it is."

    static let witnessHelp: ArgumentHelp =
        "The key of a witness that must have cosigned an export, as text or as a file. May be repeated."

    static func open(_ path: String) throws -> LogFolder {
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
            throw AuditFailure(reason: "a log is read from a folder: fetch it first (path or file:// URL)")
        }
        var folder = path
        if folder.hasPrefix("file://") { folder.removeFirst("file://".count) }
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return try LogFolder(directory: folder)
    }

    static func key(_ argument: String?, for log: LogFolder) throws -> VerifierKey {
        if let argument { try key(argument) } else { try log.enclosedKey() }
    }

    /// A verifier key, as text or as a file.
    static func key(_ argument: String) throws -> VerifierKey {
        if let key = try? VerifierKey(parsing: argument) { return key }
        do {
            return try VerifierKey(parsing: String(decoding: try SmallFile.read(argument), as: UTF8.self))
        } catch let error as NoteFailure {
            throw AuditFailure(reason: "\(argument) is not a verifier key: \(error)")
        }
    }

    /// The number of records that the log's checkpoint claims, unverified: enough for showing what is there.
    static func claimedSize(of log: LogFolder) throws -> UInt64 {
        guard let note = try log.checkpointNote(), let parsed = try? SignedNote.parse(note),
            let checkpoint = try? Checkpoint(parsing: parsed.text)
        else { return 0 }
        return checkpoint.size
    }

    /// Runs `body`; a fault ends the program with 1, anything else that hinders with 2.
    static func reportingFaults(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as LogFault {
            print("BROKEN: \(Printable.text(fault.description))")
            throw ExitCode(1)
        } catch let failure as AuditFailure {
            complain(failure.reason)
            throw ExitCode(2)
        }
    }

    static func complain(_ text: String) {
        let line = Array("chaperone: \(Printable.text(text))\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
