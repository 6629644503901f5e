import Judge
import Policy
import PolicyBundle
import SignedNote

/// Nothing that the trusted key did not sign is opened; what it signed is a bundle or an error, reads the same once it
/// was written, and can be judged by.
///
/// An input is: what the bytes are (0: a note, else a text that the key signs), the bytes.
enum BundleLoading {
    private static let key: SigningKey = {
        guard let key = try? SigningKey(name: BundleFile.keyName, seed: [UInt8](repeating: 7, count: 32)) else {
            fatalError("the fuzzer's key cannot be made")
        }
        return key
    }()

    /// The one note that the key has signed.
    private static let signed: [UInt8] = (try? BundleFile.seal(FuzzLane.bundle, key: key)) ?? []

    private static var text: [UInt8] { Array(signed.prefix { $0 != 0x0A }) }

    static let seeds: [[UInt8]] = [
        [0] + signed, [1] + text,
        [1]
            + Array(
                #"{"apiVersion":"chaperone/v1","defaultAction":"deny","issuedAtSeconds":1,"number":2,"roles":[],"rules":[{"action":{"approve":{"approvers":["a"],"expiresSeconds":9}},"name":"r","when":{"matches":"^SELECT [0-9]+","readsPHI":true,"roles":[],"rowsOver":3,"statements":["select"],"tables":["clinic.*","*.\"Order\""],"targets":[],"unfiltered":false,"writesPHI":false}}],"targets":[]}"#
                    .utf8),
    ]

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        guard let first = bytes.first else { return }
        let rest = Array(bytes.dropFirst())
        if first == 0 { try note(rest) } else { try trusted(rest) }
    }

    private static func note(_ note: [UInt8]) throws(BrokenProperty) {
        guard let bundle = try? BundleFile.open(note: note, verifier: key.verifierKey) else { return }
        try require(bundle == FuzzLane.bundle, "a bundle was opened that nobody signed")
    }

    private static func trusted(_ text: [UInt8]) throws(BrokenProperty) {
        guard let text = String(validating: text + [0x0A], as: UTF8.self),
            let note = try? SignedNote.sign(text: text, keys: [key]),
            var bundle = try? BundleFile.open(note: Array(note.description.utf8), verifier: key.verifierKey)
        else { return }
        guard let again = try? BundleFile.open(note: BundleFile.seal(bundle, key: key), verifier: key.verifierKey)
        else { throw BrokenProperty("a bundle that was opened cannot be written and opened again") }
        // Written anew it says what it uses in the way of today.
        bundle.declareFeatures()
        try require(again == bundle, "a bundle reads otherwise once it was written")
        for target in bundle.targets.prefix(2) {
            for role in bundle.roles.prefix(2) { try judge(bundle, target, role) }
        }
    }

    private static func judge(_ bundle: Bundle, _ target: Target, _ role: Role) throws(BrokenProperty) {
        let judge = Judge(bundle: bundle, target: target, role: role, catalog: FuzzLane.catalog)
        // A policy that does not fit keeps the lane closed.
        guard judge.problems.isEmpty else { return }
        for statement in ["SELECT * FROM patients", "DELETE FROM notes", "UPDATE patients SET risk = 1 WHERE id = 1"] {
            guard case .permit(let permit) = judge.judge(Array(statement.utf8), names: judge.initialNames) else {
                continue
            }
            let isMeant = judge.terms.protectedColumns(for: role).contains {
                $0.relation == FuzzLane.patients && $0.mask != .keep
            }
            if isMeant, statement.hasPrefix("SELECT") {
                try require(permit.isRewritten, "a policy's protected column is read as it is")
            }
        }
    }
}
