import AuditLog
import Detectors
import Judge
import NIOCore
import Policy
import PostgresSession
import PostgresWire
import SQLRewrite
import Spool

/// Runs one `SessionMachine` between a client's and an upstream channel, both on one event loop. It moves bytes and
/// performs effects; it decides nothing.
final class SessionDriver {
    let id: String
    private let lane: LaneCore
    private var machine: SessionMachine
    private let client: any Channel
    private let upstream: any Channel
    private let greeting: UpstreamStartup.Greeting
    private let cancelID: Int32
    private var isEnded = false
    private var isDraining = false
    private var isClientReadHeld = false
    /// When a statement of this session last changed what the catalog describes.
    private var catalogChangedAt: NIODeadline?

    init(
        id: String, lane: LaneCore, judge: Judge, client: any Channel, upstream: any Channel,
        greeting: UpstreamStartup.Greeting, cancelID: Int32
    ) {
        self.id = id
        self.lane = lane
        self.client = client
        self.upstream = upstream
        self.greeting = greeting
        self.cancelID = cancelID
        let keeper = lane.keeper
        machine = SessionMachine(
            environment: SessionMachine.Environment(
                // A lane that has lost its readiness keeps judging by the last judge it trusted.
                judge: { keeper?.judge ?? judge },
                record: { statement, event in lane.record(session: id, statement: statement, event) },
                nowMicroseconds: { NIODeadline.now().uptimeNanoseconds / 1_000 },
                decided: { lane.metrics.decided($0, $1) }, detectors: lane.detectors,
                captureBytesLimit: lane.captureBytesLimit, processID: greeting.processID,
                shownProcessID: cancelID), limits: lane.configuration.limits.wire)
    }

    // MARK: bytes

    func receiveFromClient(_ bytes: inout ByteBuffer) {
        lane.metrics.add(bytes.readableBytes, to: .bytesFromClients)
        machine.receiveFromClient(&bytes)
        perform()
    }

    func receiveFromUpstream(_ bytes: inout ByteBuffer) {
        machine.receiveFromUpstream(&bytes)
        perform()
    }

    /// Whether the client's channel may be read now. A read that may not be is made up for when it may.
    func mayReadClient() -> Bool {
        isClientReadHeld = !wantsClientBytes
        return !isClientReadHeld
    }

    private var wantsClientBytes: Bool { machine.wantsClientBytes && upstream.isWritable }
    var wantsUpstreamBytes: Bool { client.isWritable }

    func clientGone() { end("the client closed the connection") }

    func upstreamGone() {
        if !isEnded { machine.fail("the upstream server closed the connection", sqlState: "08006") }
        perform()
        end("the upstream server closed the connection")
    }

    /// Ends the session as soon as nothing runs in it.
    func drain() {
        isDraining = true
        perform()
    }

    func stop() {
        machine.fail("the sidecar is shutting down", sqlState: "57P01")
        perform()
    }

    private func perform() {
        flush()
        var ending: String?
        for effect in machine.takeEffects() {
            switch effect {
            case .refreshCatalog: refreshCatalog(since: .now())
            // The reading that the change began serves what waits for it.
            case .awaitCatalog: refreshCatalog(since: catalogChangedAt ?? .now())
            case .catalogChanged: changedCatalog()
            case .cancelUpstream: cancelUpstream()
            case .close(let reason): ending = reason
            }
        }
        if isDraining, machine.isIdle, !machine.isClosed {
            machine.fail("the sidecar is shutting down", sqlState: "57P01")
            _ = machine.takeEffects()
            flush()
            ending = "the sidecar is shutting down"
        }
        if let ending { return end(ending) }
        if isClientReadHeld, wantsClientBytes { client.read() }
    }

    private func flush() {
        if let bytes = machine.takeToUpstream() { upstream.writeAndFlush(bytes, promise: nil) }
        if let bytes = machine.takeToClient() {
            lane.metrics.add(bytes.readableBytes, to: .bytesToClients)
            client.writeAndFlush(bytes, promise: nil)
        }
    }

    // MARK: effects

    private func refreshCatalog(since: NIODeadline) {
        guard let keeper = lane.keeper else { return }
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        Task {
            await keeper.refresh(since: since)
            loop.execute { bound.value.resume() }
        }
    }

    private func resume() {
        guard !isEnded else { return }
        machine.resume()
        perform()
    }

    private func changedCatalog() {
        guard let keeper = lane.keeper else { return }
        let since = NIODeadline.now()
        catalogChangedAt = since
        Task { await keeper.refresh(since: since) }
    }

    private func cancelUpstream() {
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        lane.connector.cancel(processID: greeting.processID, secret: greeting.secret, on: upstream.eventLoop)
            .whenComplete { _ in bound.value.cancelDelivered() }
    }

    private func cancelDelivered() {
        guard !isEnded else { return }
        machine.cancelDelivered()
        perform()
    }

    private func end(_ reason: String) {
        guard !isEnded else { return }
        isEnded = true
        machine.abandon()
        _ = lane.record(session: id, statement: 0, .sessionEnd(reason: reason, statements: machine.statementsSeen))
        lane.sessionEnded(self, cancelID: cancelID)
        // What was written is sent first; a client that does not read is not waited for.
        let client = client
        client.eventLoop.scheduleTask(in: .seconds(5)) { client.close(promise: nil) }
        client.writeAndFlush(ByteBuffer()).whenComplete { _ in client.close(promise: nil) }
        upstream.writeAndFlush(ByteBuffer()).whenComplete { [upstream] _ in upstream.close(promise: nil) }
    }
}
