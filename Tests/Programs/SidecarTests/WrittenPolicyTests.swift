import Foundation
import Testing

@testable import Sidecar

/// Policies that `chaperone exec` has the hub's program compile.
@Suite(.serialized) struct WrittenPolicyTests {
    private let state: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "written-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "policy"), withIntermediateDirectories: true)
        state = folder.path()
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(state)/\(name)"))
    }

    private func problem(with policy: WrittenPolicy) -> String? {
        #expect(throws: WrittenPolicy.Failure.self) { try policy.compile() }?.reason
    }

    @Test
    func `One that does not compile is not taken where endings of children are ignored, nor is the one before it`()
        throws
    {
        try write("bad.yaml", "targets: [")
        let policy = try #require(WrittenPolicy(file: "\(state)/bad.yaml", state: state))
        try write("policy/policy.bundle", "of the start before")
        signal(SIGCHLD, SIG_IGN)
        defer { signal(SIGCHLD, SIG_DFL) }
        #expect(problem(with: policy)?.contains("did not take it") == true)
        #expect(!FileManager.default.fileExists(atPath: policy.bundle))
    }

    @Test func `A key without what is trusted is told`() throws {
        try write("good.yaml", "")
        try write("policy/policy.key", "x")
        let policy = try #require(WrittenPolicy(file: "\(state)/good.yaml", state: state))
        #expect(problem(with: policy)?.contains("policy has a key without its policy.pub: delete that folder") == true)
    }
}
