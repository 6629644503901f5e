import CRE2

/// An RE2 pattern, compiled. Matching takes time linear in the text and memory within `memoryBytesLimit`.
final class Expression: @unchecked Sendable {
    // RE2 is safe to match with on many threads at once, and nothing here changes after init.
    private let compiled: OpaquePointer

    struct Options: OptionSet {
        let rawValue: UInt32

        /// Bytes instead of UTF-8.
        static let bytes = Options(rawValue: UInt32(CRE2_LATIN1))
        static let ignoreCase = Options(rawValue: UInt32(CRE2_IGNORE_CASE))
        /// Of the matches at a place, the longest.
        static let longest = Options(rawValue: UInt32(CRE2_LONGEST))
    }

    static let memoryBytesLimit: Int64 = 8 << 20
    private static let errorBytesLimit = 512

    /// - Throws: `PatternError`.
    init(_ pattern: String, _ options: Options) throws {
        var pattern = pattern
        var error = [UInt8](repeating: 0, count: Self.errorBytesLimit)
        let compiled = pattern.withUTF8 { pattern in
            error.withUnsafeMutableBytes { error in
                pattern.withMemoryRebound(to: CChar.self) { pattern in
                    cre2_compile(
                        pattern.baseAddress, pattern.count, options.rawValue, Self.memoryBytesLimit,
                        error.baseAddress?.assumingMemoryBound(to: CChar.self), error.count)
                }
            }
        }
        guard let compiled else {
            throw PatternError(description: String(decoding: error.prefix { $0 != 0 }, as: UTF8.self))
        }
        self.compiled = compiled
    }

    deinit { cre2_free(compiled) }

    /// Whether the pattern occurs anywhere in `text`.
    func occurs(in text: UnsafeRawBufferPointer) -> Bool {
        cre2_match(compiled, Self.characters(text), text.count, CRE2_UNANCHORED, nil)
    }

    /// Whether `text` begins with the pattern.
    func begins(_ text: UnsafeRawBufferPointer) -> Bool {
        cre2_match(compiled, Self.characters(text), text.count, CRE2_ANCHOR_START, nil)
    }

    /// How many bytes of `text` the pattern takes from its beginning; nil when it does not begin with it.
    func length(in text: UnsafeRawBufferPointer) -> Int? {
        var span = cre2_span(start: 0, end: 0)
        let isFound = cre2_match(compiled, Self.characters(text), text.count, CRE2_ANCHOR_START, &span)
        return isFound ? span.end : nil
    }

    private static func characters(_ text: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
        text.baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}
