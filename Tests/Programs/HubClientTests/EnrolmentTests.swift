import Crypto
import Foundation
import HubAPI
import HubClient
import NIOHTTP1
import NIOSSL
import SignedNote
import Spool
import TestSupport
import Testing

/// Keys that never leave, and a certificate that comes and goes.
@Suite("A sidecar that enrols")
struct EnrolmentTests {
    static let token = EnrolToken(kind: .oneTime, text: "chaperone-enrol-secret")

    static func enrolment(_ chain: String, _ authorities: String) -> EnrolResponse {
        EnrolResponse(
            hubName: "hub", principal: "bot", groups: ["analysts"],
            certificate: RenewResponse(
                chain: chain, authorities: authorities, notBeforeSeconds: 0, notAfterSeconds: 3_600),
            policyKey: "key", witnessKey: "witness")
    }

    @Test("signs with both of its keys, and keeps them through a restart")
    func signatures() throws {
        let instance = try Instance()
        let key = try instance.hubFolder.tlsKey()
        let request = try EnrolRequest.signed(
            token: Self.token, tlsKey: key, instance: instance.identity, version: "1")
        #expect(request.enrolToken == Self.token.text)
        #expect(request.oidcToken == nil)
        let tls = try P256.Signing.PublicKey(derRepresentation: request.tlsPublicKey)
        let audit = try Curve25519.Signing.PublicKey(rawRepresentation: request.auditPublicKey)
        #expect(
            tls.isValidSignature(
                try P256.Signing.ECDSASignature(derRepresentation: request.tlsSignature), for: request.signedBytes))
        #expect(audit.isValidSignature(request.auditSignature, for: request.signedBytes))
        #expect(request.instance == Hexadecimal.encode(SHA256.hash(data: request.auditPublicKey).prefix(8)))

        let again = try InstanceIdentity(stateDirectory: instance.folder.path(), hubName: nil)
        #expect(again.key.verifierKey == instance.identity.key.verifierKey)
        #expect(try instance.hubFolder.tlsKey().publicKey == key.publicKey)
    }

    @Test("says neither token nor key when it is described")
    func redaction() throws {
        let instance = try Instance()
        let key = try instance.hubFolder.tlsKey()
        let pem = try String(contentsOf: instance.file("tls.key"), encoding: .utf8)
        let secret = String(pem.split(separator: "\n")[1])
        let told = [
            "\(Self.token)", String(reflecting: Self.token), "\(key)", String(reflecting: key),
            "\(TLSIdentity(chain: "", key: key))", "\(HubTrust(authorities: [], identity: .init(chain: "", key: key)))",
        ]
        let request = try EnrolRequest.signed(
            token: Self.token, tlsKey: key, instance: instance.identity, version: "1")
        let answers: [Any] = [
            request, IdentityRequest(target: "t", token: Self.token.text), PasswordAnswer(password: Self.token.text),
            SealedPolicy(response: Instance.policy(bundle: Self.token.text), receivedAtSeconds: 1),
        ]
        for answer in answers {
            var dumped = ""
            dump(answer, to: &dumped)
            #expect(!"\(answer)\(String(reflecting: answer))\(dumped)".contains(Self.token.text))
        }
        for text in told { #expect(!text.contains(Self.token.text) && !text.contains(secret), "\(text)") }
    }

    @Test("gets a certificate, shows it from then on, and swaps it without dropping what runs")
    func certificate() async throws {
        let certificates = try await OffPool.run { try TestCertificates() }
        let instance = try Instance()
        let key = try instance.hubFolder.tlsKey()
        let first = try certificates.issue(to: key.publicKey)
        let second = try certificates.issue(to: key.publicKey)
        let authorities = try String(contentsOfFile: certificates.authority, encoding: .utf8)
        let hub = try await FakeHub(certificates) { request in
            switch (request.method, request.uri) {
            case (.POST, HubPath.enrol): try .of(Self.enrolment(first, authorities))
            case (.POST, HubPath.renew): try .of(Self.enrolment(second, authorities).certificate)
            case (.POST, HubPath.auditBatches): .silence
            default: .nothing
            }
        }
        let client = try Instance.client(port: hub.port, authority: certificates.authority)
        let request = try EnrolRequest.signed(
            token: Self.token, tlsKey: key, instance: instance.identity, version: "1")
        let enrolment = try await client.enrol(request)
        try instance.hubFolder.keep(enrolment)
        #expect(try instance.hubFolder.enrolment()?.certificate.chain == first)
        #expect(hub.requests.last?.certificate == nil)

        func use(_ chain: String) throws {
            try client.use(HubTrust(authorities: [authorities], identity: TLSIdentity(chain: chain, key: key)))
        }
        func shown() throws -> [UInt8]? { hub.requests.last?.certificate }
        try use(enrolment.certificate.chain)
        let beat = Heartbeat(
            boot: "b", version: "1", bundleNumber: 1, sessions: 0, heldStatements: 0, logSize: 0, cosignedSize: 0,
            spoolBytes: 0, nowSeconds: 0)
        try await client.heartbeat(beat)
        #expect(try shown() == NIOSSLCertificate.fromPEMBytes(Array(first.utf8)).first?.toDERBytes())

        let running = Task { try await client.policy(PolicyQuery(revision: 1, waitSeconds: 1, understands: [])) }
        let renewed = try await client.renew(RenewRequest(version: "1"))
        try use(renewed.chain)
        try await client.heartbeat(beat)
        #expect(try shown() == NIOSSLCertificate.fromPEMBytes(Array(second.utf8)).first?.toDERBytes())
        #expect(try await running.value == nil)
        client.shutDown()
    }

    @Test("takes the hub's name into its log's origin as long as there is no log, and never another's afterwards")
    func origin() throws {
        let instance = try Instance()
        let state = instance.folder.path()
        #expect(instance.identity.hubName == "local")
        _ = try InstanceIdentity(stateDirectory: state, hubName: "first")
        let named = try InstanceIdentity(stateDirectory: state, hubName: "second")
        #expect(named.key.name == "chaperone/second/\(instance.identity.instanceID)")
        let trail = try AuditTrail.open(stateDirectory: state, hubName: "second", version: "1", bundleNumber: 1)
        #expect(trail.verifierKey.name == named.key.name)
        try trail.close(reason: "test")
        let failure = #expect(throws: AuditFailure.self) {
            try InstanceIdentity(stateDirectory: state, hubName: "third")
        }
        #expect(failure?.reason.contains("give --state a new folder") == true)
        #expect(try InstanceIdentity(stateDirectory: state, hubName: nil).hubName == "second")
    }
}
