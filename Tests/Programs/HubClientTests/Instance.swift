import Foundation
import HubAPI
import HubClient
import NIOPosix
import SignedNote
import Spool
import Synchronization
import TestSupport

/// A sidecar's state folder, and clients of it. Gone with the object.
final class Instance: Sendable {
    let folder: URL
    let identity: InstanceIdentity
    let hubFolder: HubFolder

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "instance-\(UUID().uuidString)")
        identity = try InstanceIdentity(stateDirectory: folder.path(), hubName: nil)
        hubFolder = try HubFolder(stateDirectory: folder.path(), instance: identity)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> URL { folder.appending(path: "hub/\(name)") }

    /// - Parameter authority: path of the PEM file.
    static func client(
        port: Int, authority: String, host: String = "localhost", identity: TLSIdentity? = nil
    ) throws -> HubClient {
        guard let address = HubAddress("https://\(host):\(port)") else { throw TestFailure("no address") }
        return try HubClient(
            address: address,
            trust: HubTrust(authorities: [try String(contentsOfFile: authority, encoding: .utf8)], identity: identity),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(),
            nanoseconds: { DispatchTime.now().uptimeNanoseconds })
    }

    static func policy(revision: UInt64 = 1, bundle: String = "bundle") -> PolicyResponse {
        PolicyResponse(
            revision: revision, bundle: bundle, principal: "bot", groups: ["analysts"],
            pseudonymKeys: ["ehr": String(repeating: "a", count: 64)])
    }
}
