/// How many values an expression may hold, which it gives on to whatever is made of it.
struct ValueWeight: Equatable {
    /// Each part of a text, in which nothing tells where one ends; of a number, which has so few digits or is counted by them, the
    /// most of what it was computed from.
    var joined: Int
    /// All that it was computed from: arithmetic puts the digits of one number behind those of another, and a text that is made of
    /// it does not tell. Not less than `joined`.
    var packed: Int

    /// What the client has given itself.
    static let none = ValueWeight(joined: 0, packed: 0)
    static let one = ValueWeight(joined: 1, packed: 1)
    /// More are not told apart.
    static let limit = 1 << 20

    /// A text that is made of it.
    var inText: ValueWeight { ValueWeight(joined: packed, packed: packed) }

    /// One of both.
    static func most(_ left: ValueWeight, _ right: ValueWeight) -> ValueWeight {
        ValueWeight(joined: max(left.joined, right.joined), packed: max(left.packed, right.packed))
    }

    /// A number or a time that is computed from both.
    static func computed(_ left: ValueWeight, _ right: ValueWeight) -> ValueWeight {
        ValueWeight(joined: max(left.joined, right.joined), packed: min(limit, left.packed + right.packed))
    }

    /// Both beside each other.
    static func sum(_ left: ValueWeight, _ right: ValueWeight) -> ValueWeight {
        let packed = min(limit, left.packed + right.packed)
        return ValueWeight(joined: min(packed, left.joined + right.joined), packed: packed)
    }
}
