import HTTPTypes
import Hummingbird

/// Records what is done through the administration's API: every change, and every look into an audit log.
struct AdminRecording: RouterMiddleware {
    typealias Context = HubContext

    private static let subjectCharactersLimit = 1_000

    let log: AdminLog

    @concurrent func handle(
        _ request: Request, context: HubContext, next: @concurrent (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        let path = context.endpointPath ?? request.uri.path
        let isLook = request.method == .get && path.contains("/audit/")
        guard isLook || ![.get, .head, .options].contains(request.method) else {
            return try await next(request, context)
        }
        let subject = ([Self.parameters(path, request.uri.path)] + [isLook ? request.uri.query ?? "" : ""])
            .filter { !$0.isEmpty }.joined(separator: " ")
        let action = { () async throws in try await next(request, context) }
        return try await log.recorded(
            "\(request.method.rawValue) \(path)", subject: String(subject.prefix(Self.subjectCharactersLimit)),
            by: try context.requirePerson(), code: { $0.status.code }, action)
    }

    /// What stands in the places of the pattern's parameters.
    private static func parameters(_ pattern: String, _ path: String) -> String {
        zip(pattern.split(separator: "/"), path.split(separator: "/")).filter { $0.0.hasPrefix("{") }
            .map { String($0.1) }.joined(separator: " ")
    }
}
