import AuditLog
import SignedNote

/// Those who signed an export's checkpoint. The export brings their keys: `instance.pub`, and in `witness.pub` one line
/// for each witness. Each has to have signed, and nobody else, so that no byte of it is left unverified.
struct ExportSigners {
    private let instance: VerifierKey
    private let witnesses: [VerifierKey]

    /// - Throws: `LogFault` when the keys beside the checkpoint are not what they should be.
    init(of log: LogFolder, instance: VerifierKey) throws {
        self.instance = instance
        guard try Folder.contents(log.directory + "/instance.pub") == Array("\(instance)\n".utf8) else {
            throw LogFault(seq: nil, what: "instance.pub is not the key \(instance.name) that it is checked with")
        }
        guard let text = try Folder.contents(log.directory + "/witness.pub") else {
            witnesses = []
            return
        }
        let newline = UInt8(ascii: "\n")
        guard text.last == newline else { throw Self.notKeys }
        witnesses = try text.dropLast().split(separator: newline, omittingEmptySubsequences: false).map { line in
            let written = String(decoding: line, as: UTF8.self)
            guard let key = try? VerifierKey(parsing: written), key.description == written,
                key.algorithm == .cosignatureV1
            else { throw Self.notKeys }
            return key
        }
    }

    private static let notKeys = LogFault(seq: nil, what: "witness.pub does not hold keys of witnesses, one a line")

    /// - Parameter demanded: witnesses that must have cosigned, by keys from elsewhere.
    /// - Throws: `LogFault` when a signature is missing, wrong, or by nobody that is known here.
    func check(_ note: [UInt8], demanded: [VerifierKey]) throws {
        let parsed: SignedNote
        do { parsed = try SignedNote.parse(note) } catch { throw LogFault(seq: nil, what: "the checkpoint: \(error)") }
        for witness in demanded where !witnesses.contains(witness) {
            throw LogFault(seq: nil, what: "the checkpoint is not cosigned by \(witness.name)")
        }
        var missing = witnesses
        for line in parsed.signatures where !line.isClaimed(by: instance) {
            guard let witness = witnesses.first(where: line.isClaimed) else {
                throw LogFault(
                    seq: nil, what: "the checkpoint is signed by \(line.keyName), whose key is not in witness.pub")
            }
            guard let cosignature = try? Cosignature(parsing: line, witness: witness),
                cosignature.isValid(checkpointText: parsed.text, witness: witness)
            else { throw LogFault(seq: nil, what: "the cosignature of \(witness.name) is wrong") }
            missing.removeAll { $0 == witness }
        }
        if let witness = missing.first {
            throw LogFault(seq: nil, what: "the checkpoint is not cosigned by \(witness.name)")
        }
    }
}
