import Foundation
import TestSupport
import Testing

/// Logging in to the pages through a real OpenID provider, with curl as the browser.
@Suite struct PageLoginTests {
    private let provider: ServiceProcess
    private let hub: HubProcess

    init() throws {
        provider = try ServiceProcess("oidc-provider-mock") { port, _ in
            [
                "--port", "\(port)", "--user-claims", #"{"sub": "olga", "groups": ["privacy-office"]}"#,
                "--user-claims",
                #"{"sub": "root", "groups": ["hub-admins"]}"#,
            ]
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "login-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "a client secret\n".write(
            to: folder.appending(path: "client-secret"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.appending(path: "client-secret").path())
        let port = Int(try LoopbackSocket().port)
        let file = folder.appending(path: "hub.yaml")
        try """
        url: https://127.0.0.1:\(port)
        issuers:
          - issuer: \(provider.url)
            for: people
            audiences: [chaperone-hub]
            login: { client_id: chaperone-hub, client_secret_file: '\(folder.path())/client-secret', scopes: [profile] }
        administrators: [hub-admins]
        """.write(to: file, atomically: true, encoding: .utf8)
        hub = try HubProcess(folder: folder, port: port, arguments: ["--config", file.path()])
    }

    /// - Parameter jar: the browser's cookies.
    private func curl(_ jar: String, _ arguments: String...) throws -> String {
        let cookies = hub.folder.appending(path: jar).path()
        return try Command(
            "curl", ["-sS", "--cacert", hub.authority, "-b", cookies, "-c", cookies, "-D", "-"] + arguments
        ).check()
    }

    private func location(_ answer: String) throws -> String {
        let line = try #require(
            answer.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("location: ") }, "\(answer)")
        return String(line.dropFirst("location: ".count))
    }

    /// - Returns: the address that the provider sends the browser back to.
    private func atProvider(_ jar: String, as subject: String) throws -> String {
        #expect(try curl(jar, "\(hub.url)/login").contains(#"href="/login/0""#))
        return try location(
            curl(
                jar, "-o", "/dev/null", "--data-urlencode", "sub=\(subject)",
                try location(curl(jar, "\(hub.url)/login/0"))))
    }

    @Test func `a person logs in through the provider and has their own rights`() throws {
        let back = try atProvider("olga", as: "olga")
        #expect(back.hasPrefix("\(hub.url)/login/callback/0?"), "\(back)")
        let landed = try curl("olga", back)
        #expect(try location(landed) == "/approvals", "\(landed)")
        let page = try curl("olga", "\(hub.url)/approvals")
        #expect(page.contains("\(provider.url)#olga"), "\(page)")
        #expect(try curl("olga", "\(hub.url)/sidecars").contains("This page is for administrators."))
        let root = try atProvider("root", as: "root")
        _ = try curl("root", root)
        #expect(try !curl("root", "\(hub.url)/sidecars").contains("This page is for administrators."))
    }

    @Test func `the provider's answer is good once, and in the browser that began the login`() throws {
        let back = try atProvider("olga", as: "olga")
        for jar in ["thief", "another"] {
            let answer = try curl(jar, back)
            #expect(answer.contains("belongs to no login of this browser"), "\(answer)")
            #expect(try location(curl(jar, "\(hub.url)/approvals")) == "/login")
        }
        // A browser that has begun a login of its own has another state.
        _ = try curl("thief", "\(hub.url)/login/0")
        #expect(try curl("thief", back).contains("belongs to no login of this browser"))
        #expect(try location(curl("olga", back)) == "/approvals")
        #expect(try curl("olga", back).contains("belongs to no login of this browser"))
        #expect(!hub.log.contains("code="))
    }

    @Test func `a login that has begun, and one that is done, outlive the hub's restart`() throws {
        let back = try atProvider("olga", as: "olga")
        _ = try curl("root", atProvider("root", as: "root"))
        hub.kill()
        let again = try HubProcess(
            folder: hub.folder, port: hub.port, arguments: ["--config", hub.folder.appending(path: "hub.yaml").path()])
        #expect(try location(curl("olga", back)) == "/approvals")
        #expect(try curl("olga", "\(again.url)/approvals").contains("\(provider.url)#olga"))
        #expect(try curl("root", "\(again.url)/approvals").contains("\(provider.url)#root"))
    }

    @Test func `the provider's refusal and a made-up code log nobody in`() throws {
        let back = try atProvider("olga", as: "olga")
        let state = try #require(back.firstMatch(of: /state=([^&]+)/)).1
        for query in ["error=access_denied&state=\(state)", "code=made-up&state=\(state)", "code=made-up"] {
            let jar = UUID().uuidString
            try FileManager.default.copyItem(
                at: hub.folder.appending(path: "olga"), to: hub.folder.appending(path: jar))
            let answer = try curl(jar, "\(hub.url)/login/callback/0?\(query)")
            #expect(answer.contains("401"), "\(answer)")
            #expect(try location(curl(jar, "\(hub.url)/approvals")) == "/login")
        }
    }
}
