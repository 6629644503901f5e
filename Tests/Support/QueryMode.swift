/// The ways in which a statement can be asked.
package enum QueryMode: String, CaseIterable, Sendable, CustomStringConvertible {
    case simple = "simple"
    case simpleByteByByte = "simple, sent byte by byte"
    case extendedText = "extended, text results"
    case extendedBinary = "extended, binary results"

    package var description: String { rawValue }
}
