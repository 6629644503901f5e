/// The content detectors of one target, compiled once.
package final class DetectorSet: Sendable {
    /// The names a policy may use.
    package static let names: [String] = []

    /// - Throws: when a name is unknown.
    package init(names: [String]) throws {}

    package var isEmpty: Bool { true }

    /// Byte ranges to mask, in order, not overlapping. `text` is UTF-8; invalid UTF-8 is scanned as bytes.
    package func spans(in text: UnsafeRawBufferPointer) -> [Range<Int>] { [] }

    /// A copy of `text` with every span replaced by its mask; nil when there is none.
    package func masked(_ text: UnsafeRawBufferPointer) -> [UInt8]? { nil }
}

/// Stand-in until merged.
package struct RulePattern: Sendable {
    package init(_ pattern: String) throws {}
    package func matches(_ text: UnsafeRawBufferPointer) -> Bool { false }
}
extension DetectorSet { package static let all = try! DetectorSet(names: []) }
