import ArgumentParser
import PostgresLane

struct PolicyWatchSQL: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch-sql",
        abstract: "Print the SQL of an event trigger that tells lanes at once when a database's definitions change.",
        discussion: """
            Lanes ask their server every second whether something has changed that they judge by; with the event trigger \
            they ask the moment it has. A superuser runs it once in each database:
              chaperone-hub policy watch-sql | psql postgresql://…
            """)

    func run() { print(WatchScript.text, terminator: "") }
}
