import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import TestSupport

/// A hub that does as the test says: HTTP/1.1 over TLS on a free port, whose client certificates it asks for and checks
/// against its authority. Gone with the object.
final class FakeHub: Sendable {
    typealias Respond = @Sendable (FakeRequest) throws -> FakeAnswer

    private final class Record: Sendable {
        let requests = Mutex<[FakeRequest]>([])
        let connections = Atomic(0)
    }

    let port: Int
    private let record = Record()
    private let channel: any Channel

    init(_ certificates: TestCertificates, port: Int = 0, respond: @escaping Respond) async throws {
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificates.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificates.key, format: .pem)))
        settings.trustRoots = .file(certificates.authority)
        settings.certificateVerification = .optionalVerification
        let context = try NIOSSLContext(configuration: settings)
        let record = record
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    let number = record.connections.add(1, ordering: .relaxed).newValue
                    try pipeline.addHandler(
                        FakeHubHandler(connection: number) { request in
                            record.requests.withLock { $0.append(request) }
                            return try respond(request)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        guard let bound = channel.localAddress?.port else { throw TestFailure("the fake hub has no port") }
        self.port = bound
    }

    deinit { channel.close(promise: nil) }

    var requests: [FakeRequest] { record.requests.withLock(\.self) }
    var connections: Int { record.connections.load(ordering: .relaxed) }
}

private final class FakeHubHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let connection: Int
    private let respond: FakeHub.Respond
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(connection: Int, respond: @escaping FakeHub.Respond) {
        self.connection = connection
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body += part.readableBytesView
        case .end:
            guard let head else { return }
            let certificate = try? context.channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
                .peerCertificate?.toDERBytes()
            let request = FakeRequest(
                method: head.method, uri: head.uri, body: body, certificate: certificate, connection: connection)
            let answer = (try? respond(request)) ?? .bytes("")
            guard let wire = answer.wire else { return }
            let written = context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: wire)))
            if case .bytes = answer {
                let channel = context.channel
                written.whenComplete { _ in channel.close(promise: nil) }
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
