import Foundation
import HubAPI
import Lane
import Logging
import NIOCore
import NIOPosix
import Policy
import Spool
import Synchronization
import TestSupport

/// A lane of the echo protocol, and its clients.
final class EchoLane: Sendable {
    let lane: Lane<EchoService>
    let desk = FakeDesk()
    let cosigner = FakeCosigner()
    private let trail: AuditTrail
    private let folder: String

    init(_ policy: LanePolicy = EchoLane.policy(), limits: LaneLimits = LaneLimits()) async throws {
        folder = FileManager.default.temporaryDirectory.path + "/echo-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        trail = try AuditTrail.open(stateDirectory: folder, version: "test", bundleNumber: 1)
        let identities = FakeIdentities(tokens: [
            "ana": IdentityResponse(principal: "ana", groups: ["users"], expiresAtSeconds: 1 << 40)
        ])
        lane = try Lane(
            configuration: LaneConfiguration(
                policy: policy, credentials: Nothing(), approvals: desk, identities: identities, cosigned: cosigner,
                limits: limits),
            trail: trail, group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "echo") { _ in SwiftLogNoOpLogHandler() }, make: { EchoService($0) })
        try await lane.start()
    }

    private struct Nothing: CredentialSource {
        func open(session: String, principal: String) async throws -> any CredentialExchange {
            throw LaneFailure(.forbidden, "there is nothing upstream")
        }
    }

    /// `say` and `stay` may run, `ask` needs approval; nothing else may.
    static func policy(
        number: UInt64 = 1, groups: [String] = ["users"], without: String? = nil,
        change: (inout Target) -> Void = { _ in }
    ) -> LanePolicy {
        var target = Target(
            name: "echo", service: .postgres(PostgresTerms(database: "", tls: .disable)),
            upstream: .init(host: "127.0.0.1", port: 1), listen: .init(host: "127.0.0.1", port: 0), credential: "")
        target.identity = .token
        change(&target)
        let rules = [
            Rule(name: "say", when: .init(), action: .allow), Rule(name: "stay", when: .init(), action: .allow),
            Rule(name: "ask", when: .init(), action: .approve(approvers: ["office"], expiresSeconds: 60)),
        ]
        let bundle = Bundle(
            number: number, issuedAtSeconds: 0, expiresAtSeconds: nil, targets: [target],
            rules: rules.filter { $0.name != without }, defaultAction: .deny,
            roles: [Role(name: "user", groups: groups, targets: ["echo"])])
        return LanePolicy(target: target, bundle: bundle, principal: "bot", groups: [])
    }

    func connect(_ lines: String...) async throws -> EchoClient {
        guard let address = lane.localAddress else { throw TestFailure("the lane does not listen") }
        let client = EchoClient()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(client.handler) }
            }.connect(to: address).get()
        client.channel.withLock { $0 = channel }
        for line in lines { client.send(line) }
        return client
    }

    /// Stops the lane, and gives what it recorded: one line of JSON each.
    @discardableResult
    func end() async throws -> [String] {
        await lane.stop()
        try await Waiting.until("the sessions' end") { lane.sessionCount == 0 }
        try trail.close(reason: "test")
        let text = try String(contentsOfFile: folder + "/audit/records-00000000000000000000.jsonl", encoding: .utf8)
        try FileManager.default.removeItem(atPath: folder)
        return text.split(separator: "\n").map(String.init)
    }
}

/// Lines to a lane of the echo protocol, and what it said.
final class EchoClient: Sendable {
    private struct Heard {
        var text = ""
        var isClosed = false
    }

    let channel = Mutex<(any Channel)?>(nil)
    private let heard = Mutex(Heard())

    var handler: some ChannelInboundHandler & Sendable { Handler(client: self) }

    private final class Handler: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let client: EchoClient
        init(client: EchoClient) { self.client = client }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            client.heard.withLock { $0.text += text }
        }

        func channelInactive(context: ChannelHandlerContext) { client.heard.withLock { $0.isClosed = true } }
    }

    func send(_ line: String) {
        channel.withLock(\.self)?.writeAndFlush(ByteBuffer(string: line + "\n"), promise: nil)
    }

    var lines: [String] { heard.withLock { $0.text.split(separator: "\n").map(String.init) } }
    var isClosed: Bool { heard.withLock(\.isClosed) }

    /// All that it has heard, once this line is among it.
    @discardableResult
    func hear(_ line: String) async throws -> [String] {
        try await Waiting.until("\"\(line)\", after \(lines)") { lines.contains(line) }
        return lines
    }

    func hearEnd() async throws { try await Waiting.until("the end, after \(lines)") { isClosed } }
}
