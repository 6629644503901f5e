@_spi(_Unicode) import Swift

extension SQLName {
    /// Whether the name is in Unicode normal form C.
    ///
    /// PostgreSQL tells names apart by their bytes, `==` of Strings by canonical equivalence: two names that are not the
    /// same there could be so here, and one be judged for the other. Of composed names both say the same. Hence no other
    /// gets in: not from a statement, a message, the catalog or a policy.
    package static func isComposed(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0 < 0x80 } || name._nfc.elementsEqual(name.unicodeScalars)
    }
}
