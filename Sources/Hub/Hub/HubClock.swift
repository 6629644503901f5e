/// Time as the hub sees it; passed in, so that tests can turn it.
package struct HubClock: Sendable {
    /// Seconds since 1970.
    package var nowSeconds: @Sendable () -> Int64

    package init(nowSeconds: @escaping @Sendable () -> Int64) { self.nowSeconds = nowSeconds }
}
