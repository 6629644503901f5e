package import HubAPI

package protocol ApprovalStore: Sendable {
    /// Keeps a request; one that is known by its ID already is not kept twice. A grant that covers it approves it; one
    /// that has to wait is told of by `deliveries`.
    /// - Returns: nil when the ID belongs to another instance, or the instance has `pendingLimit` requests waiting.
    func request(
        _ approval: StoredApproval, pendingLimit: Int, deliveries: [WebhookDelivery]
    ) async throws -> StoredApproval?
    func approval(_ id: String) async throws -> StoredApproval?
    /// Newest first.
    func approvals(state: ApprovalState.State?, limit: Int) async throws -> [StoredApproval]
    /// Ends a pending request. With a grant, later requests like it are approved, too, up to its time.
    /// - Returns: nil when it was not pending any more.
    func decide(
        _ id: String, _ state: ApprovalState.State, by: String, reason: String?, grant: ApprovalGrant?,
        nowSeconds: Int64
    ) async throws -> StoredApproval?
    /// Ends the pending requests whose time is over.
    func expireApprovals(nowSeconds: Int64) async throws -> [StoredApproval]
    /// Ends the pending requests of an instance, but for those of its start `boot`.
    func abandonApprovals(of instance: String, butOf boot: String?, nowSeconds: Int64) async throws -> [StoredApproval]
    /// What ended for an instance after `sequence`, the oldest first.
    func decisions(of instance: String, after sequence: UInt64, limit: Int) async throws -> [StoredApproval]
    /// Those whose time is not over.
    func grants(nowSeconds: Int64) async throws -> [ApprovalGrant]
    /// - Returns: whether there was one.
    func removeGrant(_ id: String) async throws -> Bool
}
