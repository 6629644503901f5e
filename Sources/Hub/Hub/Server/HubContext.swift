import HubStore
import Hummingbird
import Logging
import NIOCore

/// What the hub knows of one request.
struct HubContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection, or the HTTP/2 stream in it.
    let channel: any Channel
    /// Set for requests under `/v1/sidecar`.
    var sidecar: Instance?
    /// Set for requests under `/v1/admin` and for pages.
    var person: Person?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
