import HubStore

/// The name stands in every origin and certificate: a hub that was started with another would break all of them.
enum HubName {
    static func check(_ name: String, store: any HubStore, secrets: SecretKeeper) async throws {
        let kept = try await secrets.secret(.hubKey, "name") { Array(name.utf8) }
        let known = String(decoding: kept, as: UTF8.self)
        guard known == name else {
            throw Hub.StartFailure(
                "this store belongs to the hub \"\(known)\", and not to \"\(name)\": give --name \(known)")
        }
    }
}
