import AuditLog
import Lane
import NIOCore
import Policy
import SSHJudge
import SSHSession
import SSHTransport
import SSHWire
import Spool

/// Up to the session.
extension SSHDriver {
    private enum Admitted: Sendable {
        case admitted(SessionIdentity, role: String)
        case refused(LaneFailure, principal: String?)
    }

    func greet() {
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        timeout = client.eventLoop.scheduleTask(in: .seconds(services.configuration.limits.startupTimeoutSeconds)) {
            bound.value.refuse(LaneFailure(.unauthenticated, "the client did not say who it is in time"), nil)
        }
        flush()
    }

    func authenticate(_ payload: ByteBuffer) throws(SSHViolation) {
        let (messages, event) = try authentication.receive(payload)
        switch event {
        case nil: try send(messages)
        case .credential(let user, let token)?:
            claimedUser = user
            try send(messages)
            admit(token)
        case .accepted(let user)?:
            claimedUser = user
            welcome = messages
            admit(nil)
        }
    }

    private func send(_ messages: [SSHMessage]) throws(SSHViolation) {
        for message in messages { try front.send(message) }
    }

    /// - Parameter token: nil: none was asked for.
    private func admit(_ token: String?) {
        stage = .connecting
        let services = services
        let policy = service.policy
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        client.eventLoop.makeFutureWithTask { () async -> Admitted in
            let identity: SessionIdentity
            do throws(LaneFailure) { identity = try await services.identify(token, by: policy) } catch {
                return .refused(error, principal: nil)
            }
            do throws(LaneFailure) {
                return .admitted(identity, role: try services.role(of: identity, by: policy).name)
            } catch {
                return .refused(error, principal: identity.principal)
            }
        }.whenSuccess { bound.value.admitted($0) }
    }

    private func admitted(_ admission: Admitted) {
        guard case .connecting = stage else { return }
        switch admission {
        case .refused(let failure, let principal):
            guard failure.kind == .unauthenticated, welcome.isEmpty else { return refuse(failure, principal) }
            // Another token may be tried.
            services.refused(failure.reason, nil)
            stage = .greeting
            let (messages, _) = authentication.answer(isAccepted: false)
            do throws(SSHViolation) { try send(messages) } catch { return finish(error.words) }
            flush()
            pumpClient()
            client.read()
        case .admitted(let identity, let role):
            if welcome.isEmpty { welcome = authentication.answer(isAccepted: true).0 }
            timeout?.cancel()
            let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
            service.connector.connect(on: client.eventLoop, session: id, principal: identity.principal)
                .whenComplete { bound.value.connected($0, identity, role) }
        }
    }

    private func connected(_ result: Result<HostConnection, any Error>, _ identity: SessionIdentity, _ role: String) {
        guard case .connecting = stage else {
            if case .success(let connection) = result { connection.channel.close(promise: nil) }
            return
        }
        switch result {
        case .failure(let error):
            let failure = error as? LaneFailure ?? LaneFailure(.unreachable, "the host cannot be reached")
            service.reached(failure)
            refuse(services.notReady(failure.reason), identity.principal)
        case .success(let connection):
            service.reached(nil)
            begin(connection, identity, role)
        }
    }

    private func begin(_ connection: HostConnection, _ identity: SessionIdentity, _ role: String) {
        let policy = service.policy
        let start = AuditEvent.sessionStart(
            client: client.remoteAddress?.description ?? "", role: role, claimedUser: LogText(claimedUser).text,
            database: "",
            application: LogText(front.peer?.text ?? "").text, tls: true,
            sidecarPrincipal: identity.groups == nil ? nil : policy.principal,
            connection: AuditEvent.Connection(
                protocolName: "ssh",
                destination:
                    "\(service.connector.user)@\(service.connector.address.host):\(service.connector.address.port)",
                fingerprint: connection.fingerprint))
        do throws(AuditFailure) {
            try services.record(session: id, operation: 0, principal: identity.principal, start)
        } catch {
            connection.channel.close(promise: nil)
            return refuse(
                LaneFailure(.unrecorded, "the audit log cannot record this session: \(error.reason)"),
                identity.principal)
        }
        host = connection.channel
        back = connection.transport
        stage = .running(identity)
        ticket?.begin()
        connection.handler.value.peer = SSHDriverSide(self, .host)
        let (key, retirement) = services.began(self, identity, on: client.eventLoop)
        self.key = key
        if let retirement { return end(retirement) }
        do throws(SSHViolation) { try send(welcome) } catch { return finish(error.words) }
        welcome = []
        policyChanged()
        flush()
        pumpHost()
        pumpClient()
        client.read()
        connection.channel.read()
    }

    /// Of a connection that has not become a session.
    func refuse(_ failure: LaneFailure, _ principal: String?) {
        switch stage {
        case .greeting, .connecting: break
        case .running, .ended: return
        }
        services.refused(failure.reason, principal)
        front.disconnect(failure.disconnectReason, "chaperone: \(failure.reason)")
        flush()
        finish(failure.reason)
    }

    /// What runs goes on no longer than the client is somebody, and the policy is one: files that are open, and shells, too.
    func watchTerm() {
        expiry?.cancel()
        guard case .running(let identity) = stage else { return }
        let term = SessionTerm(
            identityEndsAtSeconds: identity.expiresAtSeconds,
            leaseEndsAtSeconds: service.policy.bundle.expiresAtSeconds, nowSeconds: WallClock.nowSeconds)
        switch term {
        case .unlimited: break
        case .identityEnded: end(Self.expired)
        case .leaseEnded:
            endChannels(Self.leaseEnded.reason, stopsPrograms: true)
            performAndFlush()
        case .goesOn(let seconds):
            let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
            expiry = client.eventLoop.scheduleTask(in: .seconds(seconds)) { bound.value.watchTerm() }
        }
    }

    static let leaseEnded = LaneFailure(
        .notReady, "the policy's lease has ended, and no later policy has come")

    static let expired = LaneFailure(
        .unauthenticated, "the token of this session has expired: connect with a new one")
}
