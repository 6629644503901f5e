import FoundationEssentials
package import Policy
package import SignedNote

/// A bundle as it lies on disk: a signed note (C2SP signed-note) whose text is one line of JSON.
package enum BundleFile {
    package static let bundleBytesLimit = 16 << 20
    /// The name of the key that signs bundles.
    package static let keyName = "chaperone-policy"
    package static let featuresLimit = 256
    package static let featureBytesLimit = 64

    package enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case tooLarge
        /// Not a signed note, or not signed by the trusted key.
        case note(NoteFailure)
        /// Signed, and yet not a bundle that this version reads.
        case notABundle(reason: String)
        /// It uses features that this version does not know.
        case notUnderstood(features: [String])

        package var description: String {
            switch self {
            case .tooLarge: "the bundle is larger than \(bundleBytesLimit) bytes"
            case .note(let failure): "the bundle is not trusted: \(failure)"
            case .notABundle(let reason): "the signed text is not a policy bundle: \(reason)"
            case .notUnderstood(let features):
                "the bundle requires \(features.joined(separator: ", ")), which this version does not understand: "
                    + "install a newer one, or take it out of the policy"
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
        let data = Data(text.utf8)
        try checkFeatures(try decode(Declaration.self, from: data))
        let bundle = try decode(Bundle.self, from: data)
        guard bundle.declaresItsFeatures else {
            throw .notABundle(reason: "it uses what it does not name in \"requires\"")
        }
        try checkKeys(data, of: bundle)
        for rule in bundle.rules {
            for glob in rule.when.tables where (try? TableGlob(glob)) == nil {
                throw .notABundle(reason: "rule \"\(rule.name)\" has a malformed table pattern")
            }
        }
        for target in bundle.targets where target.postgres?.hasSoundPatterns == false {
            throw .notABundle(reason: "target \"\(target.name)\" has a malformed pattern of columns or schemas")
        }
        return bundle
    }

    /// What is read of a bundle before anything else of it.
    private struct Declaration: Decodable {
        var apiVersion: String
        var requires: [String]?
    }

    private static func checkFeatures(_ declared: Declaration) throws(Failure) {
        guard let format = Bundle.Format(rawValue: declared.apiVersion) else {
            let known = Bundle.Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw .notABundle(reason: "its apiVersion is none of \(known)")
        }
        guard let features = declared.requires else {
            guard format != .withFeatures else { throw .notABundle(reason: "\"requires\" is missing in \"\"") }
            return
        }
        guard features.count <= featuresLimit, features.allSatisfy({ $0.utf8.count <= featureBytesLimit }) else {
            throw .notABundle(reason: "\"requires\" is too long")
        }
        let unknown = features.filter { BundleFeature(rawValue: $0) == nil }
        guard unknown.isEmpty else { throw .notUnderstood(features: unknown) }
    }

    /// What was read is written again: what is missing then has not been understood.
    private static func checkKeys(_ data: Data, of bundle: Bundle) throws(Failure) {
        let again = try encode(bundle)
        // As `seal` writes it.
        if data.elementsEqual(again + [UInt8(ascii: "\n")]) { return }
        let (given, known) = (try decode(JSONKeys.self, from: data), try decode(JSONKeys.self, from: again))
        if let key = given.firstKey(notIn: known) {
            throw .notABundle(reason: "\"\(key)\" is not known to this version")
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws(Failure) -> Value {
        do { return try JSONDecoder().decode(type, from: data) } catch let error as DecodingError {
            throw .notABundle(reason: reason(error))
        } catch { throw .notABundle(reason: "not JSON") }
    }

    private static func encode(_ bundle: Bundle) throws(Failure) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(bundle) } catch { throw .notABundle(reason: "it cannot be written as JSON") }
    }

    /// The note to write to disk; its bundle says in `requires` what it uses. Keys are sorted: the same bundle gives the same text.
    package static func seal(_ bundle: Bundle, key: SigningKey) throws(Failure) -> [UInt8] {
        var bundle = bundle
        bundle.declareFeatures()
        guard let text = String(validating: try encode(bundle), as: UTF8.self) else {
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
