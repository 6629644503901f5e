import HTTPTypes
import HubAPI
import HubStore
import Hummingbird

/// Lets in who has a bearer token of the administration.
struct PersonAuthentication: RouterMiddleware {
    typealias Context = HubContext

    let people: PersonDirectory

    @concurrent func handle(
        _ request: Request, context: HubContext, next: @concurrent (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        let scheme = "Bearer "
        guard let header = request.headers[.authorization], header.hasPrefix(scheme) else {
            throw ProblemDetails(
                .unauthenticated,
                detail: "give an admin token, or one of a configured issuer: Authorization: Bearer TOKEN")
        }
        var context = context
        context.person = try await people.person(token: String(header.dropFirst(scheme.count)))
        return try await next(request, context)
    }
}

extension HubContext {
    /// Behind `PersonAuthentication`.
    func requirePerson() throws -> Person {
        guard let person else { throw ProblemDetails(.unauthenticated) }
        return person
    }

    func requireAdministrator() throws -> Person {
        let person = try requirePerson()
        guard person.isAdministrator else {
            throw ProblemDetails(.forbidden, detail: "this is for administrators")
        }
        return person
    }
}
