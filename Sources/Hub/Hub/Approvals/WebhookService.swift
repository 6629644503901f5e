import AsyncHTTPClient
import FoundationEssentials
import HubAPI
import HubStore
import Logging
import NIOCore
import NIOHTTP1

/// Tells webhooks of approval requests and of events, and tries again until they have taken it.
struct WebhookService: Sendable {
    static let triesLimit = 12
    static let timeoutSeconds: Int64 = 15
    private static let claimLimit = 20
    private static let eventSecondsLimit: Int64 = 86_400
    private static let firstPauseMilliseconds: UInt64 = 4_000
    private static let pauseMillisecondsLimit: UInt64 = 900_000

    let webhooks: [Webhook]
    /// Of the hub's pages.
    let url: String
    let store: any HubStore
    let clock: HubClock
    let logger: Logger

    /// What is sent: Slack shows `text`, programs read `data`. The statement itself stays at the hub.
    private struct Message<Facts: Encodable>: Encodable {
        var type: String
        var timestamp: String
        var text: String
        var data: Facts
    }

    private struct ApprovalFacts: Encodable {
        var id: String
        var principal: String
        var role: String
        var target: String
        var rule: String
        var approvers: [String]
        var phiRead: [String]
        var phiWritten: [String]
        var rows: UInt64?
        var boundValues: Int?
        var expiresAt: String
        var url: String
    }

    private struct EventFacts: Encodable {
        var id: UInt64
        var kind: String
        var severity: String
        var subject: String
        var detail: String
        var url: String
    }

    /// The deliveries of a new request, one for each webhook.
    func deliveries(for approval: StoredApproval) throws -> [WebhookDelivery] {
        guard !webhooks.isEmpty else { return [] }
        let request = approval.request
        let link = "\(url)/approvals/\(request.id)"
        let rows = request.rows.map { " after \($0) rows" } ?? ""
        let values = request.boundValuesWords(isShort: true).map { ", " + $0 } ?? ""
        let message = Message(
            type: "approval.requested", timestamp: Views.time(approval.createdAtSeconds),
            text: "\(Self.escaped(request.principal)) asks for approval on \(request.target), "
                + "rule \(request.rule)\(rows)\(values): <\(link)|decide>",
            data: ApprovalFacts(
                id: request.id, principal: request.principal, role: request.role, target: request.target,
                rule: request.rule, approvers: request.approvers, phiRead: request.phiRead,
                phiWritten: request.phiWritten, rows: request.rows, boundValues: request.boundValues,
                expiresAt: Views.time(approval.expiresAtSeconds), url: link))
        return try deliveries(of: message, createdAtSeconds: approval.createdAtSeconds)
    }

    /// The deliveries of an event; none where nobody has to be woken for it.
    private func deliveries(for event: HubEvent) throws -> [WebhookDelivery] {
        // That a webhook does not answer, it cannot be told. What is old by now, people have seen elsewhere.
        guard event.severity != .info, event.kind != .webhookFailed,
            event.atSeconds > clock.nowSeconds() - Self.eventSecondsLimit
        else { return [] }
        let link = "\(url)/events"
        let message = Message(
            type: "event.\(event.kind.rawValue)", timestamp: Views.time(event.atSeconds),
            text: "\(event.severity.rawValue): \(event.kind.rawValue), \(Self.escaped(event.subject)): "
                + "\(Self.escaped(event.detail)) <\(link)|events>",
            data: EventFacts(
                id: event.id, kind: event.kind.rawValue, severity: event.severity.rawValue, subject: event.subject,
                detail: event.detail, url: link))
        return try deliveries(of: message, createdAtSeconds: clock.nowSeconds())
    }

    private func deliveries<Facts>(
        of message: Message<Facts>, createdAtSeconds: Int64
    ) throws -> [WebhookDelivery] {
        let body = String(decoding: try HubJSON.encode(message), as: UTF8.self)
        return webhooks.map { webhook in
            WebhookDelivery(
                id: "msg_" + RandomText.hex(bytes: 16), webhook: webhook.name, body: body, tries: 0,
                createdAtSeconds: createdAtSeconds)
        }
    }

    /// Two hubs may do so: an event is announced once.
    private func announceEvents() async throws {
        for event in try await store.unannouncedEvents(limit: Self.claimLimit) {
            try await store.announce(event.id, deliveries: try deliveries(for: event))
        }
    }

    /// Slack's control characters: a principal could otherwise write a link.
    private static func escaped(_ text: String) -> String {
        text.visible.escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;"])
    }

    /// Sends what is due, until it is cancelled. Two hubs may do so: each delivery is taken by one.
    func run() async {
        guard !webhooks.isEmpty else { return }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        while !Task.isCancelled {
            do {
                try await announceEvents()
                let due = try await store.claimDeliveries(
                    limit: Self.claimLimit, leaseSeconds: Self.timeoutSeconds * 4, nowSeconds: clock.nowSeconds())
                await withTaskGroup(of: Void.self) { group in
                    for delivery in due { group.addTask { await deliver(delivery, client) } }
                }
            } catch {
                logger.error("webhooks cannot be looked for", metadata: ["reason": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
        try? await client.shutdown()
    }

    private func deliver(_ delivery: WebhookDelivery, _ client: HTTPClient) async {
        do {
            // One that was taken out of the configuration: nobody waits for it.
            guard let webhook = webhooks.first(where: { $0.name == delivery.webhook }) else {
                return try await store.removeDelivery(delivery.id)
            }
            let problem = await send(delivery, to: webhook, client)
            guard let problem else { return try await store.removeDelivery(delivery.id) }
            let now = clock.nowSeconds()
            guard delivery.tries >= Self.triesLimit else {
                var generator = SystemRandomNumberGenerator()
                let pause = Self.pauseSeconds(delivery.tries, using: &generator)
                return try await store.retryDelivery(delivery.id, atSeconds: now + pause)
            }
            try await store.removeDelivery(delivery.id)
            try await store.add(
                HubEvent(
                    atSeconds: now, kind: .webhookFailed, severity: .warning, subject: webhook.name,
                    detail: "given up after \(delivery.tries) tries: \(problem)"))
        } catch {
            logger.error("a webhook's delivery cannot be kept", metadata: ["reason": "\(error)"])
        }
    }

    /// Two seconds at least.
    /// - Parameter tries: that have failed, at least one.
    static func pauseSeconds(_ tries: Int, using generator: inout some RandomNumberGenerator) -> Int64 {
        var backoff = Backoff(
            firstMilliseconds: firstPauseMilliseconds, millisecondsLimit: pauseMillisecondsLimit,
            failures: UInt64(max(tries, 1) - 1))
        return backoff.next(using: &generator).components.seconds
    }

    /// - Returns: nil when it was taken, else why not.
    private func send(_ delivery: WebhookDelivery, to webhook: Webhook, _ client: HTTPClient) async -> String? {
        let now = clock.nowSeconds()
        guard
            let signature = WebhookSignature.of(
                id: delivery.id, timestampSeconds: now, body: delivery.body, secret: webhook.secret)
        else { return "its secret is not one" }
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "chaperone-hub", "webhook-id": delivery.id,
            "webhook-timestamp": "\(now)", "webhook-signature": signature,
        ]
        request.body = .bytes(ByteBuffer(string: delivery.body))
        do {
            let response = try await client.execute(request, timeout: .seconds(Self.timeoutSeconds))
            return (200..<300).contains(response.status.code) ? nil : "it answered \(response.status.code)"
        } catch {
            return "it cannot be reached"
        }
    }
}
