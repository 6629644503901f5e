/// A token that a login gave: `auth` of the answer.
struct VaultLogin: Decodable, Sendable {
    struct Auth: Decodable, Sendable {
        var clientToken: String
        var leaseDuration: Int64
        var renewable: Bool
    }

    var auth: Auth
}
