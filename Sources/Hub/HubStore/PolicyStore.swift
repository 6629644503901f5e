package protocol PolicyStore: Sendable {
    /// The newest; nil: none was pushed yet.
    func policy() async throws -> PolicyVersion?
    func policy(number: UInt64) async throws -> PolicyVersion?
    /// Newest first, without their sources.
    func policies(limit: Int) async throws -> [PolicyVersion]
    /// Gives it the next number.
    func push(source: String, overrides: String, by: String, nowSeconds: Int64) async throws -> PolicyVersion
}
