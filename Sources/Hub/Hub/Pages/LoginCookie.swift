import Hummingbird
import OpenIDConnect
import SignedNote

/// What a login at a provider is begun with, kept by the browser until it comes back: no replica need remember it.
struct LoginCookie {
    static let lifetimeSeconds = 600

    let attempt: LoginAttempt
    private let index: Int
    private let text: String

    /// A new one.
    init(index: Int) {
        let random = RandomText.bytes(LoginAttempt.randomBytes)
        self.index = index
        attempt = LoginAttempt(random: random)
        text = Hexadecimal.encode(random)
    }

    /// The one that a request brings; nil when it has none.
    init?(_ request: Request, index: Int) {
        guard let text = RequestCookie.value(Self.name(index), of: request),
            let random = Hexadecimal.decode(Array(text.utf8)), random.count == LoginAttempt.randomBytes
        else { return nil }
        self.index = index
        self.text = text
        attempt = LoginAttempt(random: random)
    }

    /// For `Set-Cookie`.
    var header: String { Self.header(index, text, seconds: Self.lifetimeSeconds) }

    static func removal(_ index: Int) -> String { header(index, "", seconds: 0) }

    private static func name(_ index: Int) -> String { "__Host-chaperone-login-\(index)" }

    private static func header(_ index: Int, _ value: String, seconds: Int) -> String {
        // Lax: the provider sends the browser back from another site.
        "\(name(index))=\(value); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Lax"
    }
}
