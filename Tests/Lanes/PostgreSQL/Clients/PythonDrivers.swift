import TestSupport
import Testing

/// Each case is a function of the script of the same name.
@Suite("Python drivers find the lane to behave as the server", .serialized)
struct PythonDrivers {
    @Test(
        "psycopg 3",
        arguments: [
            "same_values_in_both_formats", "masked_in_both_formats", "prepared_again_and_again", "pipeline",
            "error_inside_a_pipeline", "refusal_inside_a_pipeline", "copy_out_and_in", "server_side_cursors",
            "stream_row_by_row", "transactions_and_savepoints", "errors_keep_their_codes", "statement_timeout",
            "cancel_from_another_thread", "five_hundred_connections", "large_values_pass_whole",
            "a_cell_of_100_mebibytes",
            "most_columns_and_parameters", "notifications", "copy_and_cursors_in_binary",
            "notices_reach_the_client", "nothing_to_do", "ends_only_itself", "names_of_utf8",
            "returning_beside_others",
        ])
    func psycopg(case name: String) async throws {
        try await run("psycopg_client.py", name)
    }

    @Test(
        "asyncpg",
        arguments: [
            "prepared", "definitions", "kinds", "cursor", "copy", "listen", "errors", "cancel", "executemany", "pool",
        ])
    func asyncpg(case name: String) async throws {
        try await run("asyncpg_client.py", name)
    }

    private func run(_ script: String, _ name: String) async throws {
        try await OffPool.run {
            let stack = try Stack.clients.get()
            try PythonScript.run(script, [stack.lane().url, stack.direct.url, name])
        }
    }
}
