import NIOCore
import PostgresSession

/// A connection of the lane on which a `WatchQuestion` is asked again and again, and on which notifications of the optional
/// event trigger arrive (see `WatchScript`).
struct CatalogWatch: Sendable {
    let question: WatchQuestion
    private let client: UpstreamClient
    private let timeoutSeconds: Int64

    /// - Parameter heard: called for each notification, on any thread.
    /// - Throws: `UpstreamStartup.Failure`, or `UpstreamClient.QueryFailure`.
    static func open(
        _ connector: UpstreamConnector, principal: String, limits: PostgresLimits, on eventLoop: any EventLoop,
        question: WatchQuestion, heard: @escaping @Sendable () -> Void
    ) async throws -> CatalogWatch {
        let client = try await UpstreamClient.connect(connector, principal: principal, limits: limits, on: eventLoop)
        do {
            _ = try await client.query(question.preparation, timeoutSeconds: limits.watchTimeoutSeconds)
            // A server that replays another's changes takes no LISTEN.
            client.whenNotified(heard)
            do { _ = try await client.query("LISTEN \(WatchScript.channel)") } catch is UpstreamClient.QueryFailure {}
            return CatalogWatch(question: question, client: client, timeoutSeconds: limits.watchTimeoutSeconds)
        } catch {
            await client.close()
            throw error
        }
    }

    /// - Throws: `UpstreamClient.QueryFailure`; the connection is of no use then.
    func answer() async throws -> String {
        guard let cell = try await client.query(WatchQuestion.text, timeoutSeconds: timeoutSeconds).first?.first,
            let cell
        else { throw UpstreamClient.QueryFailure(reason: "the server's answer about changes is not understood") }
        return cell
    }

    func close() async { await client.close() }
}
