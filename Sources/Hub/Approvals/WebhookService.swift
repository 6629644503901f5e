import AsyncHTTPClient
import FoundationEssentials
import HubAPI
import HubStore
import Logging
import NIOCore
import NIOHTTP1

/// Tells webhooks of approval requests, and tries again until they have taken it.
struct WebhookService: Sendable {
    static let triesLimit = 12
    static let timeoutSeconds: Int64 = 15
    private static let claimLimit = 20
    private static let backoffSecondsLimit: Int64 = 900

    let webhooks: [Webhook]
    /// Of the hub's pages.
    let url: String
    let store: any HubStore
    let clock: HubClock
    let logger: Logger

    /// What is sent: Slack shows `text`, programs read `data`. The statement itself stays at the hub.
    private struct Message: Encodable {
        struct Facts: Encodable {
            var id: String
            var principal: String
            var role: String
            var target: String
            var rule: String
            var approvers: [String]
            var phiRead: [String]
            var phiWritten: [String]
            var rows: UInt64?
            var expiresAt: String
            var url: String
        }

        var type = "approval.requested"
        var timestamp: String
        var text: String
        var data: Facts
    }

    /// The deliveries of a new request, one for each webhook.
    func deliveries(for approval: StoredApproval) throws -> [WebhookDelivery] {
        guard !webhooks.isEmpty else { return [] }
        let request = approval.request
        let link = "\(url)/approvals/\(request.id)"
        let rows = request.rows.map { " after \($0) rows" } ?? ""
        let message = Message(
            timestamp: Views.time(approval.createdAtSeconds),
            text: "\(Self.escaped(request.principal)) asks for approval on \(request.target), "
                + "rule \(request.rule)\(rows): <\(link)|decide>",
            data: Message.Facts(
                id: request.id, principal: request.principal, role: request.role, target: request.target,
                rule: request.rule, approvers: request.approvers, phiRead: request.phiRead,
                phiWritten: request.phiWritten, rows: request.rows,
                expiresAt: Views.time(approval.expiresAtSeconds), url: link))
        let body = String(decoding: try HubJSON.encode(message), as: UTF8.self)
        return webhooks.map { webhook in
            WebhookDelivery(
                id: "msg_" + RandomText.hex(bytes: 16), webhook: webhook.name, body: body, tries: 0,
                createdAtSeconds: approval.createdAtSeconds)
        }
    }

    /// Slack's control characters: a principal could otherwise write a link.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// Sends what is due, until it is cancelled. Two hubs may do so: each delivery is taken by one.
    func run() async {
        guard !webhooks.isEmpty else { return }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        while !Task.isCancelled {
            do {
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
                let seconds = min(Self.backoffSecondsLimit, 1 << Int64(min(delivery.tries, 20)))
                return try await store.retryDelivery(
                    delivery.id, atSeconds: now + seconds + Int64.random(in: 0...max(1, seconds / 4)))
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
