import FoundationEssentials
package import Policy
package import SignedNote

/// A bundle as it lies on disk: a signed note (C2SP signed-note) whose text is one line of JSON.
package enum BundleFile {
    package static let bundleBytesLimit = 16 << 20
    /// The name of the key that signs bundles.
    package static let keyName = "chaperone-policy"
    package static let apiVersion = "chaperone/v1"
    /// Of a bundle that says something of SSH: sidecars that do not know it would take a rule's unknown conditions for
    /// none, and refuse the whole bundle instead.
    package static let sshVersion = "chaperone/v2"

    package enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case tooLarge
        /// Not a signed note, or not signed by the trusted key.
        case note(NoteFailure)
        /// Signed, and yet not a bundle that this version reads.
        case notABundle(reason: String)

        package var description: String {
            switch self {
            case .tooLarge: "the bundle is larger than \(bundleBytesLimit) bytes"
            case .note(let failure): "the bundle is not trusted: \(failure)"
            case .notABundle(let reason): "the signed text is not a policy bundle: \(reason)"
            }
        }
    }

    /// Verifies the note, then decodes it: nothing of an untrusted bundle is looked at.
    package static func open(note: [UInt8], verifier: VerifierKey) throws(Failure) -> Bundle {
        guard note.count <= bundleBytesLimit else { throw .tooLarge }
        let text: String
        do {
            text = try SignedNote.verify(note: note, verifiers: [verifier])
        } catch {
            throw .note(error)
        }
        let bundle: Bundle
        do {
            bundle = try JSONDecoder().decode(Bundle.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw .notABundle(reason: reason(error))
        } catch {
            throw .notABundle(reason: "not JSON")
        }
        guard [apiVersion, sshVersion].contains(bundle.apiVersion) else {
            throw .notABundle(reason: "its apiVersion is neither \(apiVersion) nor \(sshVersion)")
        }
        for rule in bundle.rules {
            for glob in rule.when.tables where (try? TableGlob(glob)) == nil {
                throw .notABundle(reason: "rule \"\(rule.name)\" has a malformed table pattern")
            }
        }
        return bundle
    }

    /// The note to write to disk. Keys are sorted: the same bundle gives the same text.
    package static func seal(_ bundle: Bundle, key: SigningKey) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(bundle), let text = String(validating: json, as: UTF8.self) else {
            throw .notABundle(reason: "it cannot be written as JSON")
        }
        let note: SignedNote
        do {
            note = try SignedNote.sign(text: text + "\n", keys: [key])
        } catch {
            throw .note(error)
        }
        let bytes = Array(note.description.utf8)
        guard bytes.count <= bundleBytesLimit else { throw .tooLarge }
        return bytes
    }

    private static func reason(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\"\(key.stringValue)\" is missing in \"\(path(context))\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\"\(path(context))\" has a wrong type"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "not JSON" : "\"\(path(context))\" has an unknown value"
        @unknown default: return "not readable"
        }
    }
}
