import Outbound
import SmallFiles

/// The documents of one OpenID provider, fetched.
struct Provider: Sendable {
    static let documentBytesLimit = 256 << 10

    let issuer: HTTPAddress
    let keySetAddress: HTTPAddress?
    let bearerTokenFile: String?
    let client: BoundedHTTPClient
    let timeoutMilliseconds: Int

    func metadata() async throws(ProviderFailure) -> ProviderMetadata {
        let address: HTTPAddress
        do { address = try issuer.appending("/.well-known/openid-configuration") } catch {
            throw ProviderFailure("issuer: \(error)")
        }
        return try ProviderMetadata(json: await document(at: address, "discovery document"), issuer: issuer)
    }

    func keySet() async throws(ProviderFailure) -> PublicKeySet {
        if let keySetAddress { return try PublicKeySet(json: await document(at: keySetAddress, "key set")) }
        return try PublicKeySet(json: await document(at: await metadata().keySet, "key set"))
    }

    private func document(at address: HTTPAddress, _ what: String) async throws(ProviderFailure) -> [UInt8] {
        // Kubernetes answers 406 to who does not take key sets by their own type (RFC 7517, section 8.5).
        var headers = [(name: "accept", value: "application/json, application/jwk-set+json")]
        if let bearerTokenFile, address.origin == issuer.origin || address == keySetAddress {
            do { headers.append(("authorization", "Bearer \(try SmallFile.secret(bearerTokenFile))")) } catch {
                throw ProviderFailure("the bearer token: \(error)")
            }
        }
        let answer: HTTPAnswer
        do {
            answer = try await client.send(
                HTTPCall(
                    .get, address, headers: headers, answerBytesLimit: Self.documentBytesLimit,
                    timeoutMilliseconds: timeoutMilliseconds))
        } catch {
            throw ProviderFailure("\(what) at \(address): \(error)")
        }
        guard answer.status == 200 else {
            let hint = (300..<400).contains(answer.status) ? " (redirects are not followed)" : ""
            throw ProviderFailure("\(what) at \(address): HTTP \(answer.status)\(hint)")
        }
        return answer.body
    }
}
