import TestSupport
import Testing

@Suite("A client that does not read never makes the sidecar grow")
struct SlowReader {
    private static let growthMebibytesLimit = 48

    @Test("200 MB reach a slow reader while the sidecar's memory stays bounded")
    func memoryStaysBounded() async throws {
        try await OffPool.run {
            let lane = try Stack.clients.get().lane()
            let sidecar = try ListeningProcess(port: lane.port)
            try PythonScript.run(
                "slow_reader.py", [lane.url, "\(sidecar.number)", "\(Self.growthMebibytesLimit)"])
        }
    }
}
