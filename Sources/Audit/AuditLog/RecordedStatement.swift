import Synchronization

/// What an intent says of its statement, however often that is executed. Its part of the record is put together once.
package final class RecordedStatement: Sendable, Equatable {
    /// Detectors applied to its literals. For `execute`: the text of the prepared statement.
    package let text: String
    /// What was sent upstream, when it differs; detectors applied to its literals.
    package let rewritten: String?
    /// SHA-256 over the instance's salt and the raw text stands in the record; the raw text does not.
    package let rawText: [UInt8]
    package let kinds: [String]
    package let phiRead: [String]
    package let phiWritten: [String]
    /// What of `phiRead` is masked in what was sent; the record has it where it is not all of it.
    package let masked: [String]
    package let rule: String?
    /// All rules that demanded approval of it, where they are several: `rule` is the first of them.
    package let approvalRules: [String]
    package let observed: Bool

    private struct Fields {
        var salt: [UInt8]
        var bytes: [UInt8]
    }

    private let fields = Mutex<Fields?>(nil)

    package init(
        text: String, rewritten: String? = nil, rawText: [UInt8], kinds: [String], phiRead: [String],
        phiWritten: [String], masked: [String]? = nil, rule: String?, approvalRules: [String] = [],
        observed: Bool = false
    ) {
        self.text = text
        self.rewritten = rewritten
        self.rawText = rawText
        self.kinds = kinds
        self.phiRead = phiRead
        self.phiWritten = phiWritten
        self.masked = masked ?? phiRead
        self.rule = rule
        self.approvalRules = approvalRules
        self.observed = observed
    }

    /// The fields of the record, made when they are asked for the first time with this salt.
    func fields(_ salt: [UInt8], make: () -> [UInt8]) -> [UInt8] {
        fields.withLock { fields in
            if let fields, fields.salt == salt { return fields.bytes }
            let bytes = make()
            fields = Fields(salt: salt, bytes: bytes)
            return bytes
        }
    }

    package static func == (left: RecordedStatement, right: RecordedStatement) -> Bool {
        left === right
            || left.text == right.text && left.rewritten == right.rewritten && left.rawText == right.rawText
                && left.kinds == right.kinds && left.phiRead == right.phiRead && left.phiWritten == right.phiWritten
                && left.masked == right.masked && left.rule == right.rule && left.approvalRules == right.approvalRules
                && left.observed == right.observed
    }
}
