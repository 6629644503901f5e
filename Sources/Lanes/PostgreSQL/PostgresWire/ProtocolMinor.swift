/// Minor versions of protocol 3. There is no 3.1, and what asks for it is spoken to as 3.0.
package enum ProtocolMinor: Int, Sendable, Equatable, Comparable {
    case zero = 0
    /// Cancel keys of up to 256 bytes.
    case two = 2

    package static let newest = ProtocolMinor.two

    /// The newest that is no newer than what was asked for.
    package init(asked: Int) { self = asked >= Self.two.rawValue ? .two : .zero }

    /// As messages carry it: 196608 for 3.0.
    package var code: Int32 { 3 << 16 | Int32(rawValue) }

    package static func < (one: ProtocolMinor, other: ProtocolMinor) -> Bool { one.rawValue < other.rawValue }
}
