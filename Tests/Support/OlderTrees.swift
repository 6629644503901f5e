import Foundation

/// The grammars of other versions of PostgreSQL, as dev/install makes them of their own libpg_query.
package enum OlderTrees {
    /// Those to compare with: 15, and what `make versions` asks for.
    package static let versions: [Int] =
        (ProcessInfo.processInfo.environment["CHAPERONE_TEST_GRAMMARS"] ?? "15").split(separator: " ").compactMap {
            Int($0)
        }

    /// libpg_query's JSON of each text, nil where that grammar does not take it.
    package static func of(_ texts: [String], version: Int) throws -> [String?] {
        let program = Repository.root.appending(path: ".build/test-grammars/\(version)/trees").path()
        let output = try Command(program, [], input: texts.map { $0 + "\0" }.joined(), timeoutSeconds: 300).check()
        let trees = output.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
        guard trees.count == texts.count else { throw TestFailure("\(program) gave \(trees.count) of \(texts.count)") }
        return trees.map { $0.hasPrefix("!") ? nil : String($0) }
    }
}
