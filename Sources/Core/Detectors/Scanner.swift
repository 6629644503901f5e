import Glibc

/// One walk over one text.
///
/// The walk stops only at bytes that a finding can begin at (`Trigger`). There, the form of what follows is looked at
/// with a few comparisons; only what has the form is shown to a pattern, and only then to the words near it. So text
/// without findings costs little more than reading it, and every step looks at a bounded number of bytes or at bytes
/// that no later step looks at again.
///
/// A finding never begins or ends inside a longer word, number or escape. Both neighbours of two candidates are judged
/// alike: what one refuses because of the other, the other refuses as well. That is why masked text holds no new
/// finding.
struct Scanner {
    let text: UnsafeRawBufferPointer
    /// Of `text`, without the question whether there is any.
    private let base: UnsafeRawPointer
    private let count: Int
    let choice: DetectorChoice
    let expressions: Expressions
    private(set) var findings: [Finding] = []
    /// Whether there is a backslash at all: mostly not, and then nothing is an escape.
    private(set) var hasEscapes = false
    /// The end of the last run of hexadecimal digits and colons, so that its other colons are passed over.
    var colonsSeen = 0
    /// The first `b` or `B` behind the place that was last asked for; before any question, none.
    var nextB = -1

    /// Nil: the text is empty.
    init?(text: UnsafeRawBufferPointer, choice: DetectorChoice, expressions: Expressions) {
        guard let base = text.baseAddress, !text.isEmpty else { return nil }
        self.text = text
        self.base = base
        count = text.count
        self.choice = choice
        self.expressions = expressions
    }

    /// Fills `findings`: in order, not overlapping.
    ///
    /// - Parameter triggers: one for every byte value.
    mutating func scan(_ triggers: UnsafeBufferPointer<Trigger>) {
        var index = nextTrigger(from: 0, triggers)
        guard index < count else { return }
        hasEscapes = memchr(base, Int32(UInt8(ascii: "\\")), count) != nil
        while index < count {
            switch triggers[Int(text[index])] {
            case .none: index += 1
            case .digit: index = number(at: index)
            case .at: index = mailAddress(at: index)
            case .colon: index = colon(at: index)
            case .w: index = worldWideWeb(at: index)
            }
            index = nextTrigger(from: index, triggers)
        }
    }

    /// The next byte from `start` on that a finding can begin at; the text's end when there is none.
    private func nextTrigger(from start: Int, _ triggers: UnsafeBufferPointer<Trigger>) -> Int {
        var index = start
        let lastBlock = count - 8
        while index <= lastBlock {
            let candidates = Trigger.candidates(in: block(at: index))
            if candidates == 0 {
                index &+= 8
                continue
            }
            index &+= candidates.trailingZeroBitCount / 8
            if triggers[Int(byte(index))] != .none { return index }
            index &+= 1
        }
        while index < count, triggers[Int(text[index])] == .none { index += 1 }
        return index
    }

    /// The eight bytes from `index` on, the first in the lowest bits.
    func block(at index: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The byte at `index`; 0 outside of the text.
    func byte(_ index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? base.load(fromByteOffset: index, as: UInt8.self) : 0
    }

    func bytes(_ range: Range<Int>) -> Slice<UnsafeRawBufferPointer> { text[range] }

    /// The text from `start` on, at most `limit` bytes of it.
    func tail(from start: Int, limit: Int = .max) -> UnsafeRawBufferPointer {
        let end = limit < text.count - start ? start + limit : text.count
        return UnsafeRawBufferPointer(rebasing: text[start..<end])
    }

    /// Whether one of the words that `expression` knows stands close before `start`.
    func follows(_ expression: Expression, _ start: Int) -> Bool {
        let shortestWord = 3
        guard start >= shortestWord else { return false }
        return expression.occurs(
            in: UnsafeRawBufferPointer(rebasing: text[max(0, start - Expressions.wordsBeforeLimit)..<start]))
    }

    /// Whether one of the words that `expression` knows stands close behind `end`.
    func precedes(_ expression: Expression, _ end: Int) -> Bool {
        let shortestWord = 3
        guard text.count - end > shortestWord, !byte(end).isWord, !byte(end + 1).isDigit else { return false }
        return expression.begins(tail(from: end, limit: Expressions.wordsAfterLimit))
    }

    /// The end of what `expression` takes from `start` on.
    func end(of expression: Expression, from start: Int) -> Int? {
        expression.length(in: tail(from: start)).map { start + $0 }
    }

    /// Whether what was found last holds all of `range`, which changes nothing then.
    func isFound(_ range: Range<Int>) -> Bool {
        guard let last = findings.last?.range else { return false }
        return last.lowerBound <= range.lowerBound && range.upperBound <= last.upperBound
    }

    /// Adds a finding; where it overlaps others they become one, with the mask of the longest.
    mutating func add(_ detector: Detector, _ range: Range<Int>) {
        var merged = Finding(range: range, detector: detector)
        while let last = findings.last, last.range.upperBound > merged.range.lowerBound {
            findings.removeLast()
            let detector = last.range.count >= merged.range.count ? last.detector : merged.detector
            let lower = min(last.range.lowerBound, merged.range.lowerBound)
            let upper = max(last.range.upperBound, merged.range.upperBound)
            merged = Finding(range: lower..<upper, detector: detector)
        }
        findings.append(merged)
    }
}
