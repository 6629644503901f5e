/// Why the store did not do what was asked.
package struct StoreFailure: Error, Sendable, Equatable {
    /// For the operator; holds no data.
    package var reason: String
    package init(reason: String) { self.reason = reason }
}
