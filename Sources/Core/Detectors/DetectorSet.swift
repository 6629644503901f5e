/// The content detectors of one target, compiled once. May be used on many threads at once.
///
/// They find what has the form of personal data in text that no policy entry names. They are a second net and never
/// the boundary: see docs/detectors.md for what each finds and what none can.
package final class DetectorSet: Sendable {
    /// The names a policy may use.
    package static let names: [String] = Detector.allCases.map(\.rawValue)

    /// Every detector.
    package static let all = DetectorSet(choice: DetectorChoice(Detector.allCases.map { DetectorChoice($0) }))

    /// Those whose findings may hold any text, as long as it likes: what a shell would run fits into them.
    package static let freeForm = DetectorSet(choice: [.url, .email])

    /// The others: numbers, dates and addresses, of one form each.
    package static let fixedForm = DetectorSet(choice: all.choice.subtracting(freeForm.choice))

    private let choice: DetectorChoice
    private let triggers: [Trigger]
    private let expressions = Expressions.shared

    /// - Throws: `UnknownDetector` when a name is unknown.
    package convenience init(names: [String]) throws {
        var choice: DetectorChoice = []
        for name in names {
            guard let detector = Detector(rawValue: name) else { throw UnknownDetector(name: name) }
            choice.insert(DetectorChoice(detector))
        }
        self.init(choice: choice)
    }

    private init(choice: DetectorChoice) {
        self.choice = choice
        triggers = Trigger.table(for: choice)
    }

    package var isEmpty: Bool { choice.isEmpty }

    /// Byte ranges to mask, in order, not overlapping. `text` is UTF-8; invalid UTF-8 is scanned as bytes.
    ///
    /// A range of valid UTF-8 begins and ends between characters. It holds no quote, backslash, control character,
    /// bracket or brace of the text, nor a part of an escape. Allocates nothing when there is no finding.
    package func spans(in text: UnsafeRawBufferPointer) -> [Range<Int>] { findings(in: text).map(\.range) }

    /// A copy of `text` with every span replaced by its mask; nil when there is none.
    ///
    /// A masked text masks to nil. Valid UTF-8 stays valid, and so does JSON: digits that stand as a number within an
    /// object or array become `0` and spaces.
    ///
    /// - Parameters:
    ///   - isJSON: the text is of a JSON type, so that digits that are all of it are a number as well.
    ///   - keepsLength: as many asterisks stand for a finding as it had bytes, where other bytes count them.
    ///   - code: of a text that somebody reads to know what it does, asked where something is found. The parts of a finding
    ///     between its pieces of code are each replaced, and those that could be code themselves by words that say so.
    package func masked(
        _ text: UnsafeRawBufferPointer, isJSON: Bool = false, keepsLength: Bool = false,
        code: () -> CodeInText? = { nil }
    ) -> [UInt8]? {
        var findings = findings(in: text)
        if findings.isEmpty { return nil }
        let code = code()
        if let code { findings = Self.parts(of: findings, in: text, without: code.kept) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var numbers = NumberPosition()
        var position = 0
        for finding in findings {
            result.append(contentsOf: text[position..<finding.range.lowerBound])
            position = finding.range.upperBound
            let isNumber =
                text[finding.range].allSatisfy(\.isDigit)
                && (isJSON && Self.isAll(finding.range, of: text) || numbers.isNumber(finding.range, in: text))
            if isNumber {
                // As long as the digits were: no word comes nearer to another number by it.
                result.append(UInt8(ascii: "0"))
                result.append(contentsOf: repeatElement(UInt8(ascii: " "), count: finding.range.count - 1))
            } else if keepsLength {
                result.append(contentsOf: repeatElement(UInt8(ascii: "*"), count: finding.range.count))
            } else if let code, code.mayHide(finding, of: text) {
                result.append(contentsOf: CodeInText.words(for: finding))
            } else {
                finding.detector.mask.withUTF8Buffer { result.append(contentsOf: $0) }
            }
        }
        result.append(contentsOf: text[position...])
        return result
    }

    /// What is to be masked, in order, not overlapping, with what stands in its place. As `spans`, for callers that know
    /// themselves what becomes of the text between.
    package func masks(in text: UnsafeRawBufferPointer) -> [Masked] {
        findings(in: text).map { ($0.range, $0.detector.mask) }
    }

    package typealias Masked = (range: Range<Int>, mask: StaticString)

    /// Of several readings of one text: in their order, and one of those that overlap, over all of them and with the mask of the
    /// first.
    package static func joined(_ findings: [Masked]) -> [Masked] {
        var all: [Masked] = []
        for finding in findings.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if let last = all.last, finding.range.lowerBound < last.range.upperBound {
                let end = max(last.range.upperBound, finding.range.upperBound)
                all[all.count - 1].range = last.range.lowerBound..<end
            } else {
                all.append(finding)
            }
        }
        return all
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        byte.isDigit || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " ")].contains(byte)
    }

    private static func parts(
        of findings: [Finding], in text: UnsafeRawBufferPointer, without kept: [Range<Int>]
    ) -> [Finding] {
        guard !kept.isEmpty else { return findings }
        var parts: [Finding] = []
        var next = 0
        for finding in findings {
            // Numbers, and what stands between them, are one.
            if text[finding.range].allSatisfy(isOfNumber) {
                parts.append(finding)
                continue
            }
            while next < kept.count, kept[next].upperBound <= finding.range.lowerBound { next += 1 }
            var start = finding.range.lowerBound
            var index = next
            while index < kept.count, kept[index].lowerBound < finding.range.upperBound {
                if start < kept[index].lowerBound {
                    parts.append(Finding(range: start..<kept[index].lowerBound, detector: finding.detector))
                }
                start = kept[index].upperBound
                index += 1
            }
            if start < finding.range.upperBound {
                parts.append(Finding(range: start..<finding.range.upperBound, detector: finding.detector))
            }
        }
        return parts
    }

    func findings(in text: UnsafeRawBufferPointer) -> [Finding] {
        guard !choice.isEmpty, var scanner = Scanner(text: text, choice: choice, expressions: expressions)
        else { return [] }
        triggers.withUnsafeBufferPointer { scanner.scan($0) }
        return scanner.findings
    }

    /// Whether nothing but white space and a sign stands around `range`.
    private static func isAll(_ range: Range<Int>, of text: UnsafeRawBufferPointer) -> Bool {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || (0x09...0x0d).contains(byte) || byte == UInt8(ascii: "-")
        }
        return text[..<range.lowerBound].allSatisfy(isBlank) && text[range.upperBound...].allSatisfy(isBlank)
    }
}
