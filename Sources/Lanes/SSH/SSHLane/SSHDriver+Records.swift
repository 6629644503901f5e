import AuditLog
import Lane
import NIOCore
import Policy
import SFTP
import SSHJudge
import SSHOperations
import SSHSession
import SSHTransport
import SSHWire
import Spool

/// What is written down.
extension SSHDriver {
    private var principal: String {
        if case .running(let identity) = stage { return identity.principal }
        return service.policy.principal
    }

    /// - Returns: why it could not be kept.
    func record(_ operation: UInt64, _ event: AuditEvent) -> String? {
        do throws(AuditFailure) {
            try services.record(session: id, operation: operation, principal: principal, event)
            return nil
        } catch {
            return error.reason
        }
    }

    func recordRefusal(
        _ number: UInt64, _ rule: String, _ words: String, via: String, text: String, raw: [UInt8],
        verdict: String = "deny"
    ) {
        _ = record(
            number,
            .decision(
                AuditEvent.Decision(verdict: verdict, rule: rule, message: words, via: via, text: text, rawText: raw)))
    }

    // MARK: texts

    /// What was asked, with what detectors find replaced.
    func shown(_ question: SSHQuestion) -> String { LogText(question).text }

    /// With what its client wants it to run in.
    func shown(_ question: SSHQuestion, at place: HeldQuestion.Place) -> String {
        surroundings(place) + shown(question)
    }

    func shown(_ bytes: [UInt8], at place: HeldQuestion.Place) -> String { surroundings(place) + shown(bytes) }

    private func surroundings(_ place: HeldQuestion.Place) -> String {
        let text = place.surroundings
        return text.isEmpty ? "" : shown(Array(text.utf8))
    }

    func shown(_ bytes: [UInt8]) -> String { LogText(bytes).text }

    // MARK: ends

    func finishFile(_ channel: ChannelID, _ number: UInt64, _ end: FileEnd) {
        guard let file = runningFiles.removeValue(forKey: FileKey(channel: channel, number: number)) else { return }
        var outcome = AuditEvent.Outcome(end)
        outcome.durationMicroseconds = UInt64(max(0, (NIODeadline.now() - file.startedAt).nanoseconds / 1_000))
        _ = record(file.number, .outcome(outcome))
    }

    func finishChannel(_ channel: ChannelID, _ end: RelayEnd) {
        for (request, question) in held where question.place.channel == channel {
            withdraw(request, question, "the client closed the channel")
        }
        for key in runningFiles.keys where key.channel == channel { abandonFile(key) }
        approvedFiles = approvedFiles.filter { $0.key.channel != channel }
        pauses.ended(channel)
        guard let operation = running.removeValue(forKey: channel) else { return }
        recordEnd(operation, end)
    }

    private func abandonFile(_ key: FileKey) {
        guard let file = runningFiles.removeValue(forKey: key) else { return }
        abandon(file.number)
    }

    /// Nothing more is known of it.
    func abandon(_ number: UInt64) { _ = record(number, .outcome(AuditEvent.Outcome(status: "abandoned"))) }

    func resize(_ channel: ChannelID, _ size: TerminalSize) {
        guard let number = running[channel]?.number, running[channel]?.sizes?.takes(size) ?? false else { return }
        // What was shown before was shown in the size before.
        if let part = running[channel]?.kept.takeRest(), record(number, .response(part)) != nil {
            running[channel]?.kept.stop(without: part)
        }
        recordSize(size, number)
    }

    /// A client without a terminal of its own says that it has none of any size (RFC 4254, section 6.2).
    func recordSize(_ size: TerminalSize, _ number: UInt64) {
        guard size.columns > 0, size.rows > 0 else { return }
        // One with more is none that anybody could look at.
        let (columns, rows) = (min(size.columns, Self.sizeLimit), min(size.rows, Self.sizeLimit))
        _ = record(number, .terminal(columns: UInt64(columns), rows: UInt64(rows)))
    }

    private static let sizeLimit: UInt32 = 9_999

    /// What a client is shown goes into the log as it comes, as far as it is kept.
    func show(_ bytes: ByteBuffer, on channel: ChannelID) {
        running[channel]?.show(bytes)
        recordParts(of: channel)
    }

    private func recordParts(of channel: ChannelID) {
        while let part = running[channel]?.takePart(at: .now()), let number = running[channel]?.number {
            if record(number, .response(part)) != nil { running[channel]?.kept.stop(without: part) }
        }
        guard let deadline = running[channel]?.recordDeadline else { return }
        running[channel]?.isRecordScheduled = true
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        client.eventLoop.scheduleTask(deadline: deadline) {
            bound.value.running[channel]?.isRecordScheduled = false
            bound.value.recordParts(of: channel)
        }
    }

    private func recordEnd(_ operation: ChannelOperation, _ end: RelayEnd) {
        services.metrics.add(-1, to: .channelsOpen)
        var status = "completed"
        var tag = ""
        var code: UInt64?
        switch end {
        case .status(let value): code = UInt64(value)
        case .signal(let signal): tag = "signal \(signal.name.prefix(16))"
        case .nothingRan, .refusedByHost: status = "failed"
        case .broken:
            status = operation.isCut ? "cut" : "abandoned"
            if operation.wasStopped { tag = "told to end; it may still run on the host" }
        }
        var outcome = AuditEvent.Outcome(
            status: status, tag: tag, rule: operation.isCut ? "chaperone/binary" : nil, bytes: operation.byteCount,
            sha256: operation.digest, cellsMasked: operation.maskedCount,
            durationMicroseconds: operation.durationMicroseconds, responseFormat: "text",
            code: code)
        outcome.take(operation.kept)
        _ = record(operation.number, .outcome(outcome))
    }

    /// The session is over, whatever it was doing.
    func finish(_ reason: String) {
        guard !isEnded else { return }
        timeout?.cancel()
        expiry?.cancel()
        let wasRunning = isRunning
        withdrawAll(reason)
        for (channel, number, use) in relay.fileUses { finishFile(channel, number, .abandoned(use)) }
        for key in Array(runningFiles.keys) { abandonFile(key) }
        for number in uncosigned { abandon(number) }
        uncosigned = []
        for operation in running.values { recordEnd(operation, .broken) }
        running = [:]
        releaseMemory()
        if wasRunning { _ = record(0, .sessionEnd(reason: reason, statements: operationCount)) }
        stage = .ended
        if let key { services.ended(key) }
        key = nil
        ticket = nil
        // What was written is sent first; a client that does not read is not waited for.
        let client = client
        client.eventLoop.scheduleTask(in: .seconds(5)) { client.close(promise: nil) }
        client.writeAndFlush(ByteBuffer()).whenComplete { _ in client.close(promise: nil) }
        back?.disconnect(.byApplication, "")
        if let host, let output = back?.takeOutput() { host.writeAndFlush(output, promise: nil) }
        host?.close(promise: nil)
    }
}
