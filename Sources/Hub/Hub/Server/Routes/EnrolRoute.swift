import HubAPI
import Hummingbird

/// The one path of the sidecars that is open to whoever holds a token.
struct EnrolRoute {
    static let bodyBytesLimit = 64 << 10
    let services: HubServices

    func add(to router: Router<HubContext>) {
        router.post(RouterPath(HubPath.enrol)) { request, _ in
            let asked = try await request.json(EnrolRequest.self, bytesLimit: Self.bodyBytesLimit)
            let response = try HubResponse.json(try await services.enrolment.enrol(asked))
            await services.changes.refresh(services.logger)
            return response
        }
    }
}
