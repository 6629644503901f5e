import HTTPTypes
import Hummingbird
import Synchronization

/// Counts requests by method, route and status. A route is the pattern, so no ID of anything becomes a label.
final class RequestMetrics: RouterMiddleware {
    typealias Context = HubContext

    struct Kind: Hashable, Comparable {
        var route: String
        var method: String
        var status: Int

        static func < (left: Kind, right: Kind) -> Bool {
            (left.route, left.method, left.status) < (right.route, right.method, right.status)
        }
    }

    private static let knownMethods: Set = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]

    private let counts = Mutex<[Kind: Int]>([:])

    var snapshot: [(kind: Kind, count: Int)] {
        counts.withLock { counts in counts.map { ($0.key, $0.value) } }.sorted { $0.kind < $1.kind }
    }

    @concurrent func handle(
        _ request: Request, context: HubContext, next: @concurrent (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        let method = request.method.rawValue
        let kind = Kind(
            route: context.endpointPath ?? "none", method: Self.knownMethods.contains(method) ? method : "other",
            status: response.status.code)
        counts.withLock { $0[kind, default: 0] += 1 }
        return response
    }
}
