/// How far the hub has cosigned the audit log (`audit: strict`).
package protocol CosignedLog: Sendable {
    /// Records that the newest cosigned checkpoint covers.
    var cosignedSize: UInt64 { get }

    /// Calls `body` once, from any thread, as soon as at least `size` records are covered; at once when they are.
    func whenCosigned(_ size: UInt64, _ body: @escaping @Sendable () -> Void)
}
