import TestSupport
import Testing

@Suite("pgbench runs through the lane", .serialized)
struct Pgbench {
    @Test("select only, no transaction fails", arguments: ["simple", "extended", "prepared"])
    func selectOnly(protocolName: String) async throws {
        try await run(["-S", "-M", protocolName, "-c", "4", "-t", "150"], transactions: 600)
    }

    @Test("reads and writes in transactions", arguments: ["simple", "prepared"])
    func readsAndWrites(protocolName: String) async throws {
        try await run(["-M", protocolName, "-c", "2", "-t", "40"], transactions: 80)
    }

    private func run(_ arguments: [String], transactions: Int) async throws {
        let output = try await OffPool.run {
            try Command("pgbench", ["-n"] + arguments + [Stack.clients.get().lane().url]).check()
        }
        #expect(output.contains("number of transactions actually processed: \(transactions)/\(transactions)"))
        #expect(output.contains("number of failed transactions: 0 (0.000%)"))
    }
}
