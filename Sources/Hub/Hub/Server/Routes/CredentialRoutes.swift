import AdminAPI
import HubAPI
import HubStore
import Hummingbird
import SignedNote

/// `/v1/admin/credentials`: GET names and users, PUT `/{name}`, DELETE `/{name}`; `/v1/admin/credential-uses`: GET who
/// connected with what; `/v1/admin/pseudonym-keys/{target}`: PUT; `/v1/admin/credentials/{name}/ssh-key`
/// and `/ssh-ca`: POST makes one; `/v1/admin/credentials/{name}/ssh-key`: PUT keeps one that was made elsewhere.
struct CredentialRoutes {
    static let usesLimit = 1_000
    let services: HubServices

    func add(to group: RouterGroup<HubContext>) {
        group.get("/credentials") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(
                ListView(items: try await services.credentials.list()))
        }
        group.put("/credentials/{name}") { request, context in
            _ = try context.requireAdministrator()
            let asked = try await request.json(NewCredentialView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            try await services.credentials.put(
                context.parameters.get("name") ?? "", user: asked.user, password: asked.password)
            return HubResponse.nothing
        }
        group.delete("/credentials/{name}") { _, context in
            _ = try context.requireAdministrator()
            guard try await services.store.removeSecret(.credential, context.parameters.get("name") ?? "") else {
                throw ProblemDetails(.unknown, detail: "there is no such credential")
            }
            return HubResponse.nothing
        }
        group.put("/credentials/{name}/password") { request, context in
            _ = try context.requireAdministrator()
            let asked = try await request.json(PasswordAnswer.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            try await services.credentials.rotate(context.parameters.get("name") ?? "", password: asked.password)
            return HubResponse.nothing
        }
        group.post("/credentials/{name}/ssh-key") { _, context in
            _ = try context.requireAdministrator()
            return try HubResponse.json(
                try await services.credentials.makeSSHKey(context.parameters.get("name") ?? ""))
        }
        group.put("/credentials/{name}/ssh-key") { request, context in
            _ = try context.requireAdministrator()
            let asked = try await request.json(NewSSHKeyView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            return try HubResponse.json(
                try await services.credentials.putSSHKey(context.parameters.get("name") ?? "", asked.privateKey))
        }
        group.post("/credentials/{name}/ssh-ca") { request, context in
            _ = try context.requireAdministrator()
            let asked = try await request.json(NewSSHAuthorityView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            return try HubResponse.json(
                try await services.credentials.makeSSHAuthority(
                    context.parameters.get("name") ?? "", sourceAddresses: asked.sourceAddresses))
        }
        group.post("/keys/data/rotate") { _, context in
            _ = try context.requireAdministrator()
            let (number, secrets) = try await services.secrets.rotateDataKey()
            return try HubResponse.json(KeyRotationView(dataKeys: Int(number), secrets: secrets))
        }
        group.post("/keys/master/rotate") { _, context in
            _ = try context.requireAdministrator()
            let count = try await services.secrets.rotateMasterKey()
            return try HubResponse.json(KeyRotationView(dataKeys: count, secrets: 0))
        }
        group.put("/pseudonym-keys/{target}") { request, context in
            _ = try context.requireAdministrator()
            let asked = try await request.json(PseudonymKeyView.self, bytesLimit: SidecarRoutes.smallBodyBytesLimit)
            guard let key = Hexadecimal.decode(Array(asked.key.utf8)), key.count == PolicyService.pseudonymKeyBytes
            else {
                throw ProblemDetails(.malformed, detail: "the key has to be 32 bytes in lower-case hexadecimal")
            }
            let target = context.parameters.get("target") ?? ""
            try await services.secrets.replace(.pseudonymKey, target, label: "", with: key)
            await services.changes.refresh(services.logger)
            return HubResponse.nothing
        }
        group.get("/credential-uses") { request, context in
            _ = try context.requireAdministrator()
            let uses = try await services.store.credentialUses(
                credential: request.uri.queryParameters["credential"].map(String.init), limit: Self.usesLimit)
            return try HubResponse.json(ListView(items: uses.map(CredentialUseView.init)))
        }
    }

    /// What sidecars ask for.
    func addForSidecars(to group: RouterGroup<HubContext>) {
        let limit = SidecarRoutes.smallBodyBytesLimit
        let one = SidecarRoutes.path(HubPath.credentialUses + "/{use}")
        group.post(SidecarRoutes.path(HubPath.credentialUses)) { request, context in
            let asked = try await request.json(CredentialUseRequest.self, bytesLimit: limit)
            return try HubResponse.json(
                try await services.credentials.open(asked, from: try context.requireSidecar()))
        }
        group.delete(one) { request, context in
            try await services.credentials.end(
                context.parameters.get("use") ?? "", isRefused: request.uri.queryParameters["refused"] == "true",
                from: try context.requireSidecar())
            return HubResponse.nothing
        }
        group.post(SidecarRoutes.path(HubPath.credentialProof("{use}", .scramSHA256))) { request, context in
            let challenge = try await request.json(ScramChallenge.self, bytesLimit: limit)
            return try HubResponse.json(
                try await services.credentials.prove(
                    context.parameters.get("use") ?? "", challenge, from: try context.requireSidecar()))
        }
        group.post(SidecarRoutes.path(HubPath.credentialProof("{use}", .md5))) { request, context in
            let challenge = try await request.json(MD5Challenge.self, bytesLimit: limit)
            return try HubResponse.json(
                try await services.credentials.answer(
                    context.parameters.get("use") ?? "", challenge, from: try context.requireSidecar()))
        }
        group.post(SidecarRoutes.path(HubPath.credentialProof("{use}", .sshSignature))) { request, context in
            let challenge = try await request.json(SSHSignatureRequest.self, bytesLimit: limit)
            return try HubResponse.json(
                try await services.credentials.sign(
                    context.parameters.get("use") ?? "", challenge, from: try context.requireSidecar()))
        }
        group.post(SidecarRoutes.path(HubPath.credentialProof("{use}", .cleartext))) { _, context in
            try HubResponse.json(
                try await services.credentials.cleartext(
                    context.parameters.get("use") ?? "", from: try context.requireSidecar()))
        }
    }
}
