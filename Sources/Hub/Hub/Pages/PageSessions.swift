import Crypto
import HTTPTypes
import HubStore
import Hummingbird
import SignedNote

/// Who is logged in to the pages, by a cookie.
struct PageSessions: Sendable {
    /// `__Host-`: only over TLS, only for this host, whatever another one of the domain sets.
    static let cookieName = "__Host-chaperone"
    static let lifetimeSeconds: Int64 = 8 * 3_600

    let store: any HubStore
    let clock: HubClock

    /// A session, and the token that every form of its pages has to bring.
    struct Active: Sendable {
        var person: Person
        var formToken: String
    }

    func active(_ request: Request) async throws -> Active? {
        guard let cookie = Self.cookie(request),
            let session = try await store.pageSession(hash: TokenHash.of(cookie), nowSeconds: clock.nowSeconds())
        else { return nil }
        return Active(
            person: Person(
                principal: session.principal, groups: session.groups, isAdministrator: session.isAdministrator),
            formToken: Self.formToken(cookie))
    }

    /// - Returns: the value of the `Set-Cookie` header.
    func begin(_ person: Person) async throws -> String {
        let cookie = RandomText.hex(bytes: 32)
        let now = clock.nowSeconds()
        try await store.add(
            PageSession(
                hash: TokenHash.of(cookie), principal: person.principal, groups: person.groups,
                isAdministrator: person.isAdministrator, expiresAtSeconds: now + Self.lifetimeSeconds), nowSeconds: now)
        return Self.header(cookie, seconds: Self.lifetimeSeconds)
    }

    func end(_ request: Request) async throws -> String {
        if let cookie = Self.cookie(request) { try await store.removePageSession(hash: TokenHash.of(cookie)) }
        return Self.header("", seconds: 0)
    }

    private static func header(_ cookie: String, seconds: Int64) -> String {
        "\(cookieName)=\(cookie); Path=/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Lax"
    }

    private static func cookie(_ request: Request) -> String? {
        RequestCookie.value(cookieName, of: request).flatMap { $0.utf8.count == 64 ? $0 : nil }
    }

    /// Another site can make a browser send the cookie, but cannot know it, nor what is made of it.
    private static func formToken(_ cookie: String) -> String {
        Hexadecimal.encode(SHA256.hash(data: Array("chaperone/form/v1\n\(cookie)".utf8)))
    }
}
