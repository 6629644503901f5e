import TestSupport
import Testing

@Suite("A client that does not read never makes the sidecar grow")
struct SlowReader {
    private static let growthMebibytesLimit = 48

    @Test("1 GB reaches a slow reader while the sidecar's memory stays bounded")
    func memoryStaysBounded() async throws {
        try await OffPool.run {
            let stack = try Stack.clients.get()
            try PythonScript.run(
                "slow_reader.py",
                [try stack.lane().url, try stack.variable("SIDECAR_PID"), "\(Self.growthMebibytesLimit)"])
        }
    }
}
