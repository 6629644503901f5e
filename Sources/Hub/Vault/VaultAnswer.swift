/// What Vault's API wraps its answers in.
struct VaultAnswer<Value: Decodable & Sendable>: Decodable, Sendable {
    var data: Value
    var leaseId: String?
    var leaseDuration: Int64?
    var renewable: Bool?
}
