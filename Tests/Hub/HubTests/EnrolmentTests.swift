import AsyncHTTPClient
import Crypto
import Foundation
import HubAPI
import NIOHTTP1
import TestSupport
import Testing

/// Who gets a certificate, and what it is good for.
@Suite struct EnrolmentTests {
    private static let hub = Result { try HubProcess() }

    private func code(_ body: () async throws -> Void) async -> ProblemDetails.Code? {
        do {
            try await body()
            return nil
        } catch let problem as ProblemDetails { return problem.code } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test func `a sidecar with a token gets a certificate, and with it everything else`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub, principal: "billing-bot", groups: ["analysts", "night"])
        #expect(sidecar.enrolled.principal == "billing-bot")
        #expect(sidecar.enrolled.groups == ["analysts", "night"])
        #expect(sidecar.enrolled.hubName == "test")
        let certificate = sidecar.enrolled.certificate
        #expect((3_500...3_600).contains(certificate.notAfterSeconds - Int64(Date().timeIntervalSince1970)))
        let renewed = try await sidecar.post(HubPath.renew, RenewRequest(version: "test")).as(RenewResponse.self)
        #expect(renewed.chain != certificate.chain)
        #expect(try hub.check(["instances", "list"]).contains(sidecar.keys.instance))
    }

    @Test func `its certificate names it by a SPIFFE ID and cannot sign others`() async throws {
        let hub = try Self.hub.get()
        let sidecar = try await SidecarClient.enrol(hub)
        let text = try Command(
            "openssl", ["x509", "-noout", "-text"], input: sidecar.enrolled.certificate.chain
        ).check()
        #expect(text.contains("URI:spiffe://test/instance/\(sidecar.keys.instance)"))
        #expect(text.contains("TLS Web Client Authentication"))
        #expect(!text.contains("TLS Web Server Authentication"))
        #expect(text.contains("CA:FALSE"))
    }

    @Test func `a token is good for one sidecar`() async throws {
        let hub = try Self.hub.get()
        let token = try hub.check(["enrol-token", "create", "--principal", "one"])
        let keys = SidecarClient.Keys()
        _ = try await SidecarClient.enrol(hub, SidecarClient.request(keys, enrolToken: token), keys)
        let others = SidecarClient.Keys()
        #expect(
            await code {
                _ = try await SidecarClient.enrol(hub, SidecarClient.request(others, enrolToken: token), others)
            } == .tokenRefused)
        // Its own answer may have been lost on the way.
        _ = try await SidecarClient.enrol(hub, SidecarClient.request(keys, enrolToken: token), keys)
    }

    @Test func `one token that many sidecars use at once lets in one`() async throws {
        let hub = try Self.hub.get()
        let token = try hub.check(["enrol-token", "create", "--principal", "race"])
        let enrolled = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    let keys = SidecarClient.Keys()
                    guard let request = try? SidecarClient.request(keys, enrolToken: token) else { return false }
                    return (try? await SidecarClient.enrol(hub, request, keys)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(enrolled == 1)
    }

    @Test func `a token that has expired, was taken back or was never made lets nobody in`() async throws {
        let hub = try Self.hub.get()
        let keys = SidecarClient.Keys()
        let short = try hub.check(["enrol-token", "create", "--principal", "late", "--ttl", "1s"])
        try await Task.sleep(for: .milliseconds(2_100))
        let back = try hub.check(["enrol-token", "create", "--principal", "taken-back"])
        let list = try hub.check(["enrol-token", "list"]).split(separator: "\n")
        let id = try #require(list.first { $0.contains("taken-back") }?.split(separator: " ").first)
        try hub.check(["enrol-token", "rm", String(id)])
        for token in [short, back, "chaperone-enrol-" + String(repeating: "0", count: 64), ""] {
            #expect(
                await code {
                    _ = try await SidecarClient.enrol(hub, SidecarClient.request(keys, enrolToken: token), keys)
                } == .tokenRefused)
        }
    }

    @Test func `who does not hold the keys does not enrol, and a token stays unused`() async throws {
        let hub = try Self.hub.get()
        let token = try hub.check(["enrol-token", "create", "--principal", "careful"])
        let keys = SidecarClient.Keys()
        let honest = try SidecarClient.request(keys, enrolToken: token)
        var stolen = honest
        stolen.tlsPublicKey = Array(P256.Signing.PrivateKey().publicKey.derRepresentation)
        var renamed = honest
        renamed.instance = "0123456789abcdef"
        var unsigned = honest
        unsigned.auditSignature = Array(repeating: 0, count: 64)
        var other = honest
        other.tlsPublicKey = Array(P384.Signing.PrivateKey().publicKey.derRepresentation)
        for (request, expected) in [
            (stolen, ProblemDetails.Code.unauthenticated), (renamed, .malformed), (unsigned, .unauthenticated),
            (other, .malformed),
        ] {
            #expect(await code { _ = try await SidecarClient.enrol(hub, request, keys) } == expected)
        }
        _ = try await SidecarClient.enrol(hub, honest, keys)
    }

    @Test func `a revocation ends a connection that is open, and the sidecar cannot come back`() async throws {
        let hub = try Self.hub.get()
        try hub.check(["policy", "push", Repository.fixture("ehr.yaml").path()])
        let sidecar = try await SidecarClient.enrol(hub, principal: "stolen")
        let first = try #require(try await sidecar.policy())
        let waiting = Task { try await sidecar.policy(revision: first.revision, wait: 30) }
        try await Task.sleep(for: .milliseconds(300))
        let before = ContinuousClock.now
        try hub.check(["instances", "revoke", sidecar.keys.instance, "--reason", "laptop lost"])
        #expect(await code { _ = try await waiting.value } == .revoked)
        #expect(ContinuousClock.now - before < .seconds(5))
        #expect(await code { try await sidecar.get(HubPath.policy).check() } == .revoked)
        #expect(
            await code { _ = try await SidecarClient.enrol(hub, principal: "again", keys: sidecar.keys) } == .revoked)
        #expect(try hub.check(["instances", "list"]).contains("revoked"))
    }

    @Test func `an instance that enrols anew with another TLS key makes its old certificate worthless`() async throws {
        let hub = try Self.hub.get()
        let old = try await SidecarClient.enrol(hub)
        var keys = old.keys
        keys.tls = P256.Signing.PrivateKey()
        let new = try await SidecarClient.enrol(hub, keys: keys)
        try await new.post(HubPath.renew, RenewRequest(version: "test")).check()
        #expect(
            await code { try await old.post(HubPath.renew, RenewRequest(version: "test")).check() } == .unauthenticated)
    }

    @Test func `nobody gets in without a certificate, with one of another authority, or with an admin token`()
        async throws
    {
        let hub = try Self.hub.get()
        let plain = try SidecarClient.plain(hub)
        let anonymous = try await SidecarClient.send(plain, hub.url + HubPath.policy, .GET, nil)
        #expect(anonymous.status == 401)
        let admin = try await SidecarClient.send(
            plain, hub.url + HubPath.policy, .GET, nil, headers: [("authorization", "Bearer \(hub.adminToken)")])
        #expect(admin.status == 401)
        try await plain.shutdown()
        let elsewhere = try HubProcess(name: "test")
        let stranger = try await SidecarClient.enrol(elsewhere)
        let client = try SidecarClient.client(
            hub, chain: stranger.enrolled.certificate.chain, key: stranger.keys.tls)
        await #expect(throws: (any Error).self) {
            _ = try await SidecarClient.send(client, hub.url + HubPath.policy, .GET, nil)
        }
        try await client.shutdown()
    }

    @Test func `a hub that was restarted knows its sidecars, keeps its keys, and refuses another name`() async throws {
        let hub = try HubProcess()
        let sidecar = try await SidecarClient.enrol(hub)
        let authority = try String(contentsOfFile: hub.authority, encoding: .utf8)
        #expect(hub.stop() == 0)
        let again = try HubProcess(folder: hub.folder, port: hub.port)
        try await sidecar.post(HubPath.renew, RenewRequest(version: "test")).check()
        #expect(try String(contentsOfFile: again.authority, encoding: .utf8) == authority)
        again.kill()
        #expect(throws: TestFailure.self) { _ = try HubProcess(name: "other", folder: hub.folder) }
    }

    @Test func `no secret stands in the store, and the store is worthless without its master key`() async throws {
        let hub = try HubProcess()
        _ = try await SidecarClient.enrol(hub)
        let token = try hub.adminToken
        hub.kill()
        let state = hub.folder.appending(path: "state")
        for name in try FileManager.default.contentsOfDirectory(atPath: state.path()) where name.hasPrefix("hub.sqlite")
        {
            let bytes = try Data(contentsOf: state.appending(path: name))
            #expect(bytes.range(of: Data(token.utf8)) == nil)
            #expect(bytes.range(of: Data("PRIVATE".utf8)) == nil)
        }
        try Data((String(repeating: "00", count: 32) + "\n").utf8).write(to: state.appending(path: "master.key"))
        #expect(throws: TestFailure.self) { _ = try HubProcess(folder: hub.folder) }
    }
}
