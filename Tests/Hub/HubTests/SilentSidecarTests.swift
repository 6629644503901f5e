import Foundation
import HubStore
import Testing

/// Who is missed, and who has left.
@Suite struct SilentSidecarTests {
    private static let now: Int64 = 1_800_000_000

    private static func instance(_ id: String) -> Instance {
        Instance(
            id: id, principal: "agent-\(id)", groups: ["agents"], origin: "token",
            auditPublicKey: [1, UInt8(id.count)],
            tlsPublicKey: [2], version: "test", enrolledAtSeconds: now)
    }

    @Test func `a silent sidecar is missed once, and one that has left is not`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "silent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore(path: folder.appending(path: "hub.sqlite").path())
        for id in ["a", "bb", "ccc"] { _ = try await store.enrol(Self.instance(id)) }
        for id in ["a", "bb"] { _ = try await store.heard(id, heartbeat: "{}", nowSeconds: Self.now + 10) }
        _ = try await store.heard("ccc", heartbeat: "{}", nowSeconds: Self.now + 50)
        try await store.markLeft("bb")
        let late = Self.now + 30
        #expect(try await store.markMissing(silentSinceSeconds: late).map(\.id) == ["a"])
        #expect(try await store.markMissing(silentSinceSeconds: late).isEmpty)
        _ = try await store.heard("a", heartbeat: "{}", nowSeconds: Self.now + 60)
        #expect(try await store.markMissing(silentSinceSeconds: Self.now + 70).map(\.id) == ["a", "ccc"])
    }
}
