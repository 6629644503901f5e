package import OpenIDConnect
package import Vault

/// What a hub is started with.
package struct HubConfiguration: Sendable, Equatable {
    /// The folder of the store and the master key.
    package var state: String
    /// Of origins, SPIFFE IDs and the witness. It never changes in the life of a hub.
    package var name: String
    package var listenHost: String
    /// 0: any free port.
    package var listenPort: Int
    /// What the hub is reached by; in its certificate.
    package var hostnames: [String]
    /// PEM files of a certificate from elsewhere, and its key; nil: one of the hub's own authority.
    package var certificate: String?
    package var certificateKey: String?
    /// Seals the data keys. nil: `master.key` in the state folder, made at the first start.
    package var masterKey: MasterKeySource?
    /// The one before it, while it is changed.
    package var oldMasterKey: MasterKeySource?
    /// Credentials that come from elsewhere than the hub's own vault.
    package var credentials: [CredentialSourceConfiguration]

    /// Of the pages, as people reach them; nil: the first of the hostnames with the port.
    package var url: String?
    package var webhooks: [Webhook]
    /// Providers whose tokens are accepted, and what for.
    package var issuers: [IssuerConfiguration]
    /// Where people log in to the pages.
    package var logins: [Login]
    package var audit: AuditConfiguration
    /// nil: this hub puts nothing into pods.
    package var injector: InjectorConfiguration?
    /// Groups of people who may do everything.
    package var administrators: [String]

    /// The hub as a client of an issuer that is configured for people.
    package struct Login: Sendable, Equatable {
        package var issuer: String
        package var clientID: String
        package var clientSecretFile: String?
        /// Beside `openid`.
        package var scopes: [String]
    }

    package static let defaultPort = 8443
    package static let nameBytesLimit = 128

    package init(state: String, name: String = "hub") {
        self.state = state
        self.name = name
        listenHost = "127.0.0.1"
        listenPort = Self.defaultPort
        hostnames = ["localhost", "127.0.0.1", "::1"]
        credentials = []
        webhooks = []
        issuers = []
        logins = []
        administrators = []
        audit = AuditConfiguration()
    }

    /// - Parameter port: that it listens on.
    func pagesURL(port: Int) -> String { url ?? address(port: port) }

    /// In the order in which they are tried.
    var masterKeys: [MasterKeySource] {
        [masterKey ?? .file(MasterKeyFile.path(in: state))] + [oldMasterKey].compactMap(\.self)
    }

    /// What providers are asked with; they send people back to `/login/callback/<n>`.
    func logins(port: Int) -> [RelyingPartyConfiguration] {
        logins.enumerated().map { index, login in
            RelyingPartyConfiguration(
                issuer: login.issuer, clientID: login.clientID, clientSecretFile: login.clientSecretFile,
                redirectURL: "\(pagesURL(port: port))/login/callback/\(index)", scopes: login.scopes)
        }
    }

    /// What programs reach it by.
    func address(port: Int) -> String {
        let host = hostnames.first ?? "localhost"
        return "https://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// What is wrong with it, each with what to do.
    package var problems: [String] {
        var problems: [String] = []
        let isName = { (text: String) in
            !text.isEmpty && text.utf8.count <= Self.nameBytesLimit
                && text.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2D, 0x2E].contains(byte)
                }
        }
        if !isName(name) { problems.append("name \"\(name)\": must be lower-case letters, digits, - and .") }
        if hostnames.isEmpty { problems.append("hostnames: give at least one that sidecars reach the hub by") }
        if !(0...65_535).contains(listenPort) { problems.append("listen: port \(listenPort) is not one") }
        if !webhooks.isEmpty || !logins.isEmpty, url == nil, listenPort == 0 {
            problems.append(
                "webhooks and logins tell the address of the pages: give url, or a listen port that is known")
        }
        if !administrators.isEmpty, !issuers.contains(where: { $0.purpose == .people }) {
            problems.append("administrators: no issuer is for people; without one nobody has groups")
        }
        problems += sharedAudiences.map { issuer, audience in
            "issuer \(issuer): audience \(audience) is for clients and for people, so that a sidecar could use its clients' "
                + "tokens here: give each an audience of its own"
        }
        if let injector { problems += injector.problems(hubHasOwnAuthority: certificate == nil) }
        if (certificate == nil) != (certificateKey == nil) {
            problems.append("certificate and its key belong together: give both or none")
        }
        return problems
    }

    /// Sidecars see the tokens of their clients, and must not be able to act with them as people do.
    private var sharedAudiences: [(issuer: String, audience: String)] {
        let people = issuers.filter { $0.purpose == .people }
        return issuers.filter { $0.purpose == .clients }.flatMap { client in
            people.filter { $0.issuer == client.issuer }.flatMap { person in
                client.audiences.filter(person.audiences.contains).map { (client.issuer, $0) }
            }
        }
    }
}
