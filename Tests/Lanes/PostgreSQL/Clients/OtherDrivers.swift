import Foundation
import TestSupport
import Testing

/// Each case is one of the client's script, which does the same through the lane and directly, as the same role, and
/// compares. A script runs all its cases, and prints the name of each that holds.
@Suite("Drivers of other languages find the lane to behave as the server", .serialized)
struct OtherDrivers {
    struct Client: Sendable, CustomTestStringConvertible {
        var name: String
        var command: [String]
        var cases: [String]
        /// Each definition waits for the catalog to be read.
        var timeoutSeconds = 180.0
        var testDescription: String { name }
    }

    private static let python = Repository.root.appending(path: ".build/test-venv/bin/python").path()

    static let clients = [
        Client(
            name: "pgjdbc",
            command: ["java", "-Xshare:auto", "-cp", "/usr/share/java/postgresql.jar", "JdbcClient.java"],
            cases: [
                "values_in_both_formats", "masked_in_every_mode", "prepared_again_and_again", "batches",
                "generated_keys", "fetch_size_and_scrolling", "updatable_rows", "transactions_and_autosave",
                "errors_and_refusals", "copy", "notifications", "cancel_and_timeout", "metadata", "session_settings",
                "calls", "most_parameters",
            ]),
        Client(
            name: "node-pg", command: ["node", "node_client.js"],
            cases: [
                "values", "masked", "prepared_and_pool", "several_statements_and_transactions", "cursors_and_streams",
                "errors_notices_and_refusals", "notifications", "cancel_and_timeout", "most_columns_and_parameters",
            ]),
        Client(
            name: "ruby-pg", command: ["ruby", "ruby_client.rb"],
            cases: [
                "values_in_both_formats", "masked_in_both_formats", "prepared_and_described", "pipeline",
                "row_by_row_and_cursors", "transactions", "errors_notices_and_refusals", "copy", "notifications",
                "cancel_and_timeout", "most_columns_and_parameters",
            ]),
        Client(
            name: "DBD::Pg", command: ["perl", "perl_client.pl"],
            cases: [
                "values", "masked", "prepared_again_and_again", "transactions_and_savepoints", "errors_and_refusals",
                "copy", "notifications", "async_cancel_and_timeout", "metadata", "most_columns_and_many_parameters",
            ]),
        Client(
            name: "SQLAlchemy", command: [python, "sqlalchemy_client.py"],
            cases: [
                "reflection_of_everything", "reflected_tables_are_used", "sessions_of_the_orm", "server_side_results",
                "isolation_and_errors", "reflection_by_asyncpg",
            ]),
        Client(
            name: "Django", command: [python, "django_client.py"],
            cases: [
                "migrations", "schemas_are_edited", "objects_are_saved", "users_and_groups", "masked_objects",
                "databases_are_inspected",
            ], timeoutSeconds: 600),
        Client(
            name: "dbt", command: [python, "transforming_client.py"],
            cases: ["seed", "models", "models_again", "data_tests", "snapshots", "documents"],
            timeoutSeconds: 600),
    ]

    @Test("every case", arguments: clients)
    func holds(client: Client) async throws {
        let outcome = try await OffPool.run {
            let stack = try Stack.clients.get()
            let addresses = [try stack.lane().url, try stack.direct(credential: "ehr-agent").url]
            var command = Command(
                client.command[0], Array(client.command.dropFirst()) + addresses + client.cases,
                timeoutSeconds: client.timeoutSeconds)
            command.environment["NODE_PATH"] =
                Repository.root.appending(path: ".build/test-node/usr/share/nodejs").path()
            command.folder = Repository.root.appending(path: "Tests/Scripts").path()
            return try command.run()
        }
        #expect(outcome.status == 0, "\(outcome.errors.prefix(6000))")
        #expect(outcome.output.split(separator: "\n").map(String.init) == client.cases, "is dev/install done?")
    }
}
