package protocol AuditStore: Sendable {
    func log(_ origin: String) async throws -> StoredLog?
    func logs() async throws -> [StoredLog]
    /// Keeps records and the log's new state, both or none, and drops records from `oldSize` on that were kept before.
    /// - Returns: false when the log has another size than `oldSize` in the store: somebody else was faster.
    func append(_ records: [StoredRecord], to log: StoredLog, oldSize: UInt64) async throws -> Bool
    /// Drops the records that no cosigned checkpoint covers.
    func dropUncosigned(_ origin: String) async throws -> StoredLog?
    /// Deletes a log with all of its records.
    /// - Returns: whether there was one that nothing has come of since then.
    func removeLog(_ origin: String, notUpdatedSinceSeconds: Int64) async throws -> Bool
    /// Of one log, in its order.
    func records(of origin: String, from seq: UInt64, limit: Int) async throws -> [StoredRecord]
    /// Newest first.
    func search(_ query: RecordQuery) async throws -> [StoredRecord]
}
