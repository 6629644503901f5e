import Foundation
import TestSupport

/// The store of a running hub, as somebody reaches it who has its disk.
enum HubDatabase {
    private static let script = """
        import sqlite3, sys
        store = sqlite3.connect(sys.argv[1], timeout=30)
        store.executescript(sys.argv[2])
        store.commit()
        """

    static func run(_ hub: HubProcess, _ sql: String) throws {
        let outcome = try Command(
            "python3", ["-c", script, hub.folder.appending(path: "state/hub.sqlite").path(), sql]
        ).run()
        guard outcome.succeeded else { throw TestFailure("the store is not changed: \(outcome.story)") }
    }
}
