import Dispatch
package import NIOCore
import NIOPosix
package import Policy

/// Resolves a target's upstream for one connection to it, as ``UpstreamNames`` says.
package final class UpstreamResolver: Resolver, Sendable {
    private let names: UpstreamNames
    private let four: EventLoopPromise<[SocketAddress]>
    private let six: EventLoopPromise<[SocketAddress]>

    package init(_ target: Target, on eventLoop: any EventLoop) {
        names = UpstreamNames(target)
        four = eventLoop.makePromise()
        six = eventLoop.makePromise()
    }

    package func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { four.futureResult }

    /// Asked first, by the client's bootstrap: one look gives both.
    package func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        DispatchQueue.global().async { [names, four, six] in
            do throws(UpstreamNames.Failure) {
                let all = try names.addresses().compactMap { try? SocketAddress(ipAddress: $0, port: port) }
                six.succeed(all.filter { $0.protocol == .inet6 })
                four.succeed(all.filter { $0.protocol == .inet })
            } catch {
                six.fail(error)
                four.fail(error)
            }
        }
        return six.futureResult
    }

    package func cancelQueries() {}
}
