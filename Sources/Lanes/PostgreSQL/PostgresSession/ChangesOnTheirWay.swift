/// What statements change of what names mean: texts wait for their ends.
struct ChangesOnTheirWay {
    /// Statements that change what the catalog describes.
    private var ofCatalog = 0
    /// Statements that decide where an unqualified name leads to.
    private var ofPath = 0
    /// One of the catalog has ended, and the transaction that it was of may still have to commit it.
    private(set) var hasUncommitted = false
    /// One of the catalog has ended: the next text is judged on a catalog that was read after it.
    private(set) var isCatalogStale = false

    var concernCatalog: Bool { ofCatalog > 0 }
    var concernPath: Bool { ofPath > 0 }

    mutating func beginsPath() { ofPath += 1 }
    mutating func beginsCatalog() { ofCatalog += 1 }
    mutating func endsPath() { ofPath -= 1 }

    mutating func endsCatalog(isCommitted: Bool) {
        ofCatalog -= 1
        if !isCommitted { hasUncommitted = true }
        isCatalogStale = true
    }

    /// - Parameter hasDefined: it has defined what is in no catalog yet.
    /// - Returns: whether the catalog is to be read for it.
    mutating func transactionEnded(hasDefined: Bool) -> Bool {
        guard hasDefined || hasUncommitted else { return false }
        hasUncommitted = false
        isCatalogStale = true
        return true
    }

    mutating func catalogRead() { isCatalogStale = false }
}
