package import Detectors
package import NIOCore

/// Masks what detectors find in a stream of text, however it is cut into pieces.
///
/// Text is held back to the end of its line and searched line by line, with the end of the text before in view, so that
/// the result is that of a search of the whole. A line longer than a window is searched in windows that overlap. What a
/// terminal is steered by is no part of the text that is searched, and goes on in its place; inside a finding it goes on
/// behind the mask. Nothing is taken out of a text but of what a terminal shows.
package struct TextStreamMasker: Sendable {
    private let detectors: DetectorSet
    /// Nil: there is no terminal that would take them.
    private var controlStrings: ControlStringFilter?
    /// The end of what has gone, as it was; then what is held.
    private var buffer: [UInt8] = []
    private var contextCount = 0
    /// How many bytes of what is held are known to have no end of a line.
    private var lineEndSearched = 0
    /// Findings so far.
    package private(set) var maskedCount: UInt64 = 0

    package init(_ detectors: DetectorSet, isTerminal: Bool) {
        self.detectors = detectors
        controlStrings = isTerminal ? ControlStringFilter() : nil
    }

    package var heldByteCount: Int { buffer.count - contextCount }

    /// Takes `bytes`, and gives what may go on by now.
    package mutating func append(_ bytes: ByteBuffer) -> ByteBuffer {
        buffer += (controlStrings?.filter(bytes) ?? bytes).readableBytesView
        var output = ByteBuffer()
        while let count = nextCut() { release(count, into: &output) }
        return output
    }

    /// Nothing more comes: everything goes.
    package mutating func finish() -> ByteBuffer {
        if let rest = controlStrings?.finish() { buffer += rest.readableBytesView }
        var output = ByteBuffer()
        while let count = nextCut() { release(count, into: &output) }
        release(heldByteCount, into: &output)
        return output
    }

    /// A while has passed in which nothing came: what no finding can begin in goes, such as a prompt.
    package mutating func pause() -> ByteBuffer {
        var output = ByteBuffer()
        let count = buffer[contextCount...].withUnsafeBytes { bytes in
            guard VisibleText.isNeeded(for: bytes) else { return OpenTail.start(in: bytes) }
            return VisibleText.views(of: bytes).map { $0.openTailStart(of: bytes.count) }.min() ?? 0
        }
        if count > 0 { write(upTo: buffer.count, keeping: heldByteCount - count, mayWait: true, into: &output) }
        return output
    }

    // MARK: cuts

    /// Of what is held, how many bytes may be searched and go; nil: not enough has come.
    private mutating func nextCut() -> Int? {
        let held = heldByteCount
        let window = min(held, StreamLimits.windowBytes)
        if lineEndSearched < window {
            let unsearched = (contextCount + lineEndSearched)..<(contextCount + window)
            let end = buffer[unsearched].lastIndex { $0 == 0x0A || $0 == 0x0D }
            if let end { return end + 1 - contextCount }
            lineEndSearched = window
        }
        return held >= StreamLimits.windowBytes ? StreamLimits.windowBytes : nil
    }

    /// Searches the first `count` bytes of what is held and writes them, masked. Of a whole window without the end of a
    /// line, the overlap stays.
    private mutating func release(_ count: Int, into output: inout ByteBuffer) {
        guard count > 0 else { return }
        let end = contextCount + count
        let isCut = count == StreamLimits.windowBytes && buffer[end - 1] != 0x0A && buffer[end - 1] != 0x0D
        write(upTo: end, keeping: isCut ? StreamLimits.overlapBytes : 0, into: &output)
    }

    /// Searches what is before `end` and writes it, masked, but for so many bytes at the end.
    private mutating func write(upTo end: Int, keeping: Int, mayWait: Bool = false, into output: inout ByteBuffer) {
        let start = contextCount
        let written = buffer.withUnsafeBytes { bytes in
            mask(
                UnsafeRawBufferPointer(rebasing: bytes[..<end]), from: start, keeping: keeping, mayWait: mayWait,
                into: &output)
        }
        let kept = max(0, written - StreamLimits.contextBytes)
        buffer.removeFirst(kept)
        contextCount = written - kept
        lineEndSearched = 0
    }

    /// - Parameters:
    ///   - keeping: so many bytes at the end are to stay, and the finding that reaches into them.
    ///   - mayWait: nothing need be written.
    /// - Returns: where in `text` the written part ends.
    private mutating func mask(
        _ text: UnsafeRawBufferPointer, from start: Int, keeping: Int, mayWait: Bool, into output: inout ByteBuffer
    ) -> Int {
        var findings: [DetectorSet.Masked] = []
        var sequences: [Range<Int>] = []
        if VisibleText.isNeeded(for: text) {
            let views = VisibleText.views(of: text)
            sequences = views[0].sequences
            findings = DetectorSet.joined(views.flatMap { found(in: $0) })
        } else {
            findings = detectors.masks(in: text)
        }
        if let unescaped = VisibleText(unescaped: text) {
            findings = DetectorSet.joined(findings + found(in: unescaped))
        }
        var end = text.count - keeping
        if keeping > 0, let open = findings.first(where: { $0.range.lowerBound < end && end < $0.range.upperBound }),
            open.range.lowerBound > start || mayWait
        {
            end = max(open.range.lowerBound, start)
            if end == start { return start }
        }
        var position = start
        for finding in findings where finding.range.upperBound > start && finding.range.lowerBound < end {
            let lower = max(finding.range.lowerBound, start)
            let upper = min(finding.range.upperBound, end)
            guard lower >= position else { continue }
            output.writeBytes(text[position..<lower])
            finding.mask.withUTF8Buffer { _ = output.writeBytes($0) }
            for sequence in sequences where sequence.lowerBound >= lower && sequence.upperBound <= upper {
                output.writeBytes(text[sequence])
            }
            position = upper
            maskedCount += 1
        }
        output.writeBytes(text[position..<end])
        return end
    }

    private func found(in visible: VisibleText) -> [DetectorSet.Masked] {
        visible.bytes.withUnsafeBytes { bytes in
            detectors.masks(in: bytes).map { range, mask in (visible.rawRange(of: range), mask) }
        }
    }
}
