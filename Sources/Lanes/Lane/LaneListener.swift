import Glibc
import NIOCore
import NIOPosix
import Policy

/// Where clients come in: an address, a socket of the file system, or a socket that somebody else has opened.
struct LaneListener: Sendable {
    private static let backlog: Int32 = 1_024

    let group: any EventLoopGroup
    let accept: @Sendable (any Channel) throws -> Void

    /// What every client's connection is set to.
    static func prepare(_ channel: any Channel) throws {
        // A socket of the file system has no such option.
        guard channel.localAddress?.ipAddress != nil else { return }
        try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
    }

    /// - Parameter inherited: a listening socket in place of the address.
    func bind(_ listen: Target.Address, inherited: Int32?) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Self.prepare(channel)
                    try accept(channel)
                }
            }
        // A copy: the socket outlives the listener that is closed when the policy changes.
        if let inherited { return try await bootstrap.withBoundSocket(dup(inherited)).get() }
        guard listen.isSocket else { return try await bootstrap.bind(host: listen.host, port: Int(listen.port)).get() }
        // Whoever reaches its folder may connect; the folder is made where it is missing.
        let folder = String(listen.host[..<(listen.host.lastIndex(of: "/") ?? listen.host.startIndex)])
        if !folder.isEmpty, mkdir(folder, 0o755) == 0 { chmod(folder, 0o755) }
        let channel = try await bootstrap.bind(unixDomainSocketPath: listen.host, cleanupExistingSocketFile: true).get()
        chmod(listen.host, 0o666)
        return channel
    }
}
