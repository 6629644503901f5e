package protocol EnrolmentStore: Sendable {
    func add(_ token: EnrolToken) async throws
    func enrolTokens() async throws -> [EnrolToken]
    /// - Returns: whether there was one that had not been used.
    func removeEnrolToken(_ id: String) async throws -> Bool
    /// Uses the token up and enrols the instance, both or none.
    /// - Returns: nil when there is no such token, it was used (by another instance), or its time is over.
    func enrol(
        _ instance: Instance, tokenHash: [UInt8], nowSeconds: Int64
    ) async throws -> EnrolToken?
}
