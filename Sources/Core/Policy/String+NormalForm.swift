@_spi(_Unicode) import Swift

extension String {
    /// Whether it is in Unicode normal form C.
    ///
    /// PostgreSQL and identity providers tell names apart by their bytes, `==` of Strings by canonical equivalence: two
    /// names that are not the same there could be so here, and one be judged for the other. Of composed names both say
    /// the same. Hence no other name gets in: not from a statement, a message, the catalog, a policy or a token.
    package var isComposed: Bool {
        utf8.allSatisfy { $0 < 0x80 } || _nfc.elementsEqual(unicodeScalars)
    }
}
