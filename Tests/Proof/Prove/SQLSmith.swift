package import TestSupport

/// Statements that sqlsmith (a Debian package) makes up for a database; it reads the schema and runs nothing.
package struct SQLSmith: TrialSource {
    package static let isInstalled = (try? Command("sqlsmith", ["--version"]).run().status) == 0

    private let statements: [String]
    private let seed: Int

    package init(of address: PostgresAddress, seed: Int, count: Int) throws {
        let output = try Command(
            "sqlsmith",
            [
                "--target=\(address.url)", "--seed=\(seed)", "--dry-run", "--exclude-catalog", "--max-queries=\(count)",
            ]
        ).check()
        var statements: [String] = []
        var lines: [Substring] = []
        // A sample without a seed of its own is another one each time.
        let sampled = output.replacing(/tablesample (system|bernoulli) \(([0-9.]+)\)/) {
            "\($0.output.0) repeatable (1)"
        }
        for line in sampled.split(separator: "\n") {
            lines.append(line[...])
            if line.hasSuffix(";") {
                statements.append(lines.joined(separator: "\n"))
                lines = []
            }
        }
        guard !statements.isEmpty else { throw TestFailure("sqlsmith made no statement") }
        self.statements = statements
        self.seed = seed
    }

    package var count: Int { statements.count }

    package func trial(_ number: Int) -> Trial? {
        Trial(
            origin: "sqlsmith, seed \(seed), statement \(number % statements.count + 1)",
            statements: [statements[number % statements.count]])
    }
}
