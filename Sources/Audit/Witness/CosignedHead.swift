package import AuditLog

/// What a witness remembers of a log: the newest tree that it cosigned.
package struct CosignedHead: Sendable, Equatable {
    package var size: UInt64
    package var root: TreeHash

    /// Nothing was cosigned yet.
    package static let none = CosignedHead(size: 0, root: .empty)

    package init(size: UInt64, root: TreeHash) {
        self.size = size
        self.root = root
    }
}
