import HTTPTypes
import HubAPI
import Hummingbird
import Injection
import NIOCore

/// `POST /v1/kubernetes/inject`: an AdmissionReview (admission.k8s.io/v1). On a listener of its own, since an API server
/// shows no certificate and no token, and since its certificate is of another authority.
struct InjectionRoute {
    static let path: RouterPath = "/v1/kubernetes/inject"
    let injection: InjectionService

    func add(to router: Router<HubContext>) {
        router.post(Self.path) { request, _ in
            let body = try await request.bytes(limit: AdmissionReview.bytesLimit)
            do {
                return Response(
                    status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: try await injection.answer(body).text)))
            } catch let malformed as AdmissionReview.Malformed {
                throw ProblemDetails(.malformed, detail: malformed.description)
            }
        }
        router.get("/healthz") { _, _ in HubResponse.text("ok\n") }
    }
}
