import HTTPTypes
import HubAPI
import HubStore
import Hummingbird
import Logging
import NIOCore

/// Turns whatever a handler throws into a problem of RFC 9457; nothing inside the hub is told to the outside.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = HubContext

    let logger: Logger

    @concurrent func handle(
        _ request: Request, context: HubContext, next: @concurrent (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = problem(error, request)
            return try HubResponse.problem(problem)
        }
    }

    private func problem(_ error: any Error, _ request: Request) -> ProblemDetails {
        switch error {
        case let problem as ProblemDetails: return problem
        case let failure as StoreFailure:
            logger.error("the store failed", metadata: ["reason": "\(failure.reason)"])
            return ProblemDetails(.unavailable, detail: "the hub's store does not answer; try again")
        case let error as HTTPError:
            switch error.status.code {
            case 404: return ProblemDetails(.unknown, detail: "no such path")
            case 405: return ProblemDetails(.malformed, detail: "this path does not take \(request.method.rawValue)")
            case 413: return ProblemDetails(.tooLarge)
            default: return ProblemDetails(.malformed)
            }
        case is NIOTooManyBytesError: return ProblemDetails(.tooLarge)
        case is CancellationError: return ProblemDetails(.unavailable, detail: "the hub is shutting down")
        default:
            // Its description may hold anything that a client sent.
            logger.error(
                "a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(type(of: error))"])
            return ProblemDetails(.failed)
        }
    }
}
