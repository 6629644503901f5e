import HubAPI
import OpenIDConnect

extension ProblemDetails {
    /// A provider that does not answer is no fault of the token: who asks may ask again.
    init(_ refusal: TokenRefusal) {
        if case .providerUnreachable = refusal {
            self.init(.unavailable, detail: refusal.description)
        } else {
            self.init(.tokenRefused, detail: refusal.description)
        }
    }
}
