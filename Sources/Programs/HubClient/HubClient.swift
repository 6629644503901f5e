import FoundationEssentials
package import HubAPI
package import NIOCore
import NIOHTTP1
import Synchronization

/// The sidecar's side of `HubPath`: one typed method for each of its paths.
///
/// Calls go over a bound number of TLS connections, HTTP/1.1, each with a limit on its time and on its answer. Those that
/// may be repeated are, a few times, when the failure may pass; loops that call again anyway have their own patience.
package final class HubClient: Sendable {
    /// Tries of a call that somebody waits for.
    static let triesLimit = 3
    /// What the hub may take longer than it was asked to wait.
    private static let waitGraceSeconds = 10
    private static let emptyBytesLimit = 64 << 10

    package let address: HubAddress
    /// Each of `HubSignal` once as it is learnt; for one reader.
    package let signals: AsyncStream<HubSignal>
    private let signalled: AsyncStream<HubSignal>.Continuation
    private let eventLoop: any EventLoop
    private let connections: NIOLoopBoundBox<HubConnections>
    private let nanoseconds: @Sendable () -> UInt64
    private let state = Mutex(HubContact())

    /// - Parameters:
    ///   - trust: without an identity only `enrol` will be answered.
    ///   - nanoseconds: a monotonic clock.
    /// - Throws: `notTrusted` when the certificates cannot be read.
    package init(
        address: HubAddress, trust: HubTrust, eventLoop: any EventLoop,
        nanoseconds: @escaping @Sendable () -> UInt64
    ) throws(HubFailure) {
        self.address = address
        self.eventLoop = eventLoop
        self.nanoseconds = nanoseconds
        (signals, signalled) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(16))
        let context = try trust.context()
        connections = .makeBoxSendingValue(
            HubConnections(address, on: eventLoop, context: context), eventLoop: eventLoop)
    }

    package var contact: HubContact { state.withLock(\.self) }

    /// The next calls show and trust this; those that run are not disturbed.
    package func use(_ trust: HubTrust) throws(HubFailure) {
        let context = try trust.context()
        eventLoop.execute { self.connections.value.use(context) }
    }

    /// Every call from now on fails, and those that wait.
    package func shutDown() {
        eventLoop.execute { self.connections.value.shutDown() }
        signalled.finish()
    }

    // MARK: identity

    package func enrol(_ request: EnrolRequest) async throws(HubFailure) -> EnrolResponse {
        try await perform(post(HubPath.enrol, request)).decoded(EnrolResponse.self)
    }

    package func renew(_ request: RenewRequest) async throws(HubFailure) -> RenewResponse {
        try await perform(post(HubPath.renew, request)).decoded(RenewResponse.self)
    }

    /// What the lane of that target shows to its clients.
    package func laneCertificate(of target: String, key: TLSKey) async throws(HubFailure) -> RenewResponse {
        let request = LaneCertificateRequest(target: target, publicKey: key.publicKey)
        return try await perform(post(HubPath.laneCertificates, request)).decoded(RenewResponse.self)
    }

    /// - Returns: nil from a hub that has nothing to say: it may be of before.
    @discardableResult
    package func heartbeat(_ heartbeat: Heartbeat) async throws(HubFailure) -> HeartbeatResponse? {
        let answer = try await perform(post(HubPath.heartbeat, heartbeat))
        try answer.checkStatus()
        return answer.status == .noContent ? nil : try answer.decoded(HeartbeatResponse.self)
    }

    /// Who an OIDC token of a client speaks for.
    package func identity(_ request: IdentityRequest) async throws(HubFailure) -> IdentityResponse {
        try await repeated(post(HubPath.identities, request)).decoded(IdentityResponse.self)
    }

    // MARK: policy

    /// Waits at the hub for another revision than the given one.
    /// - Returns: nil when there was none in that time.
    package func policy(_ query: PolicyQuery) async throws(HubFailure) -> PolicyResponse? {
        let call = HubCall(
            method: .GET, path: "\(HubPath.policy)?\(query.text)",
            timeoutSeconds: query.waitSeconds + Self.waitGraceSeconds)
        let answer = try await perform(call)
        return answer.status == .noContent ? nil : try answer.decoded(PolicyResponse.self)
    }

    // MARK: credentials

    /// The right to ask for the proofs of one authentication.
    package func beginCredentialUse(_ request: CredentialUseRequest) async throws(HubFailure) -> CredentialUse {
        try await repeated(post(HubPath.credentialUses, request)).decoded(CredentialUse.self)
    }

    /// - Parameter isRefused: the server did not accept what the hub proved.
    package func endCredentialUse(_ use: CredentialUse, isRefused: Bool) async throws(HubFailure) {
        try await delete(HubPath.credentialUseEnd(use.id, isRefused: isRefused))
    }

    package func scramProof(_ challenge: ScramChallenge, for use: CredentialUse) async throws(HubFailure) -> ScramProof
    {
        try await prove(.scramSHA256, challenge, for: use).decoded(ScramProof.self)
    }

    package func md5Answer(_ challenge: MD5Challenge, for use: CredentialUse) async throws(HubFailure) -> PasswordAnswer
    {
        try await prove(.md5, challenge, for: use).decoded(PasswordAnswer.self)
    }

    /// The password itself; the hub gives it only where the policy excepts the target.
    package func cleartextPassword(for use: CredentialUse) async throws(HubFailure) -> PasswordAnswer {
        try await prove(.cleartext, [String: String](), for: use).decoded(PasswordAnswer.self)
    }

    package func sshSignature(
        _ challenge: SSHSignatureRequest, for use: CredentialUse
    ) async throws(HubFailure) -> SSHSignature {
        try await prove(.sshSignature, challenge, for: use).decoded(SSHSignature.self)
    }

    private func prove(
        _ method: CredentialMethod, _ challenge: some Encodable, for use: CredentialUse
    ) async throws(HubFailure) -> HubAnswer {
        // A challenge is answered once: what was asked twice looks like theft.
        var call = try post(HubPath.credentialProof(use.id, method), challenge)
        call.isRepeatable = false
        return try await perform(call)
    }

    // MARK: approvals

    package func requestApproval(_ request: ApprovalRequest) async throws(HubFailure) -> ApprovalState {
        try await repeated(post(HubPath.approvals, request)).decoded(ApprovalState.self)
    }

    /// Nobody waits for the statement any more.
    package func withdrawApproval(_ id: String) async throws(HubFailure) {
        try await delete("\(HubPath.approvals)/\(id)")
    }

    /// Waits at the hub for decisions that come after `after`.
    package func decisions(after: UInt64, waitSeconds: Int) async throws(HubFailure) -> ApprovalDecisions {
        try await perform(
            HubCall(
                method: .GET, path: "\(HubPath.decisions)?after=\(after)&wait=\(waitSeconds)",
                timeoutSeconds: waitSeconds + Self.waitGraceSeconds)
        ).decoded(ApprovalDecisions.self)
    }

    // MARK: audit

    /// How far the hub has this sidecar's log.
    /// - Parameter ownSize: how many records the sidecar has of it: if it is fewer, the hub tells people.
    package func auditPosition(ownSize: UInt64? = nil) async throws(HubFailure) -> AuditReceipt {
        let path = HubPath.auditPosition + (ownSize.map { "?size=\($0)" } ?? "")
        return try await perform(HubCall(method: .GET, path: path)).decoded(AuditReceipt.self)
    }

    /// Sent twice, a batch is stored once.
    package func ship(_ batch: AuditBatch) async throws(HubFailure) -> AuditReceipt {
        var call = try post(HubPath.auditBatches, batch)
        call.timeoutSeconds = HubCall.batchTimeoutSeconds
        return try await perform(call).decoded(AuditReceipt.self)
    }

    // MARK: calls

    private func post(_ path: String, _ value: some Encodable) throws(HubFailure) -> HubCall {
        guard let data = try? HubJSON.encode(value) else { throw .garbage(reason: "the request cannot be written") }
        return HubCall(method: .POST, path: path, body: ByteBuffer(bytes: data))
    }

    private func delete(_ path: String) async throws(HubFailure) {
        let call = HubCall(method: .DELETE, path: path, answerBytesLimit: Self.emptyBytesLimit)
        do { try await repeated(call).checkStatus() } catch .problem(let problem) where problem.code == .unknown {
            // Gone is what was wanted.
        }
    }

    private func repeated(_ call: HubCall) async throws(HubFailure) -> HubAnswer {
        var backoff = Backoff()
        var generator = SystemRandomNumberGenerator()
        var tries = 1
        while true {
            do throws(HubFailure) {
                let answer = try await perform(call)
                // A hub that is just starting says so; whoever waits is better served by asking again.
                if answer.status.code >= 500 { try answer.checkStatus() }
                return answer
            } catch {
                guard error.isPassing, tries < Self.triesLimit, !Task.isCancelled else { throw error }
                tries += 1
                try? await Task.sleep(for: backoff.next(using: &generator))
            }
        }
    }

    private func perform(_ call: HubCall) async throws(HubFailure) -> HubAnswer {
        if let reason = contact.revokedReason { throw .revoked(reason: reason) }
        let givenUp = eventLoop.makePromise(of: Void.self)
        defer { givenUp.succeed() }
        let result: Result<HubAnswer, any Error>
        do {
            result = .success(
                try await withTaskCancellationHandler {
                    try await eventLoop.flatSubmit {
                        self.connections.value.send(call, givenUp: givenUp.futureResult)
                    }.get()
                } onCancel: {
                    givenUp.succeed()
                })
        } catch { result = .failure(error) }
        switch result {
        case .success(let answer):
            note(answer)
            return answer
        case .failure(let error):
            let failure = error as? HubFailure ?? .unreachable(reason: "the connection failed")
            // A call that was given up tells nothing of the hub.
            if !Task.isCancelled { note(failure) }
            throw failure
        }
    }

    private func note(_ answer: HubAnswer) {
        var failure: HubFailure?
        do throws(HubFailure) { try answer.checkStatus() } catch { failure = error }
        if let failure, !failure.isAnswer { return note(failure) }
        let now = nanoseconds()
        let signal: HubSignal? = state.withLock { state in
            state.isReachable = true
            state.lastAnswerNanoseconds = now
            state.failure = nil
            switch failure {
            case .revoked(let reason):
                guard state.revokedReason == nil else { return nil }
                state.revokedReason = reason
                return .revoked(reason: reason)
            case .problem(let problem) where problem.code == .unauthenticated:
                return .unauthenticated(reason: problem.detail ?? problem.title)
            default: return nil
            }
        }
        if let signal { signalled.yield(signal) }
    }

    private func note(_ failure: HubFailure) {
        state.withLock { state in
            state.isReachable = false
            state.failure = failure
        }
    }
}
