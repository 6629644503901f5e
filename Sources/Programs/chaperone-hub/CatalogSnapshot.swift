import FoundationEssentials
import Hub
import PostgresLane
import SQLRewrite
import SmallFiles

/// A server's answers to the questions that a catalog is read by, as a JSON file: so that policies are tested where no
/// database is. It holds names, types and definitions, and no row of a table.
struct CatalogSnapshot: Codable {
    static let bytesLimit = 64 << 20

    private struct Answer: Codable {
        var question: String
        var rows: [[String?]]
    }

    private var answers: [Answer] = []

    mutating func keep(_ question: String, _ rows: [[String?]]) {
        answers.append(Answer(question: question, rows: rows))
    }

    /// - Throws: `PolicyTrial.Failure` when it was made by a version that asked other questions.
    func catalog() async throws -> Catalog {
        var rest = answers[...]
        return try await CatalogReader { question in
            guard let answer = rest.popFirst(), answer.question == question else {
                throw PolicyTrial.Failure("the snapshot was made by another version: make it again")
            }
            return answer.rows
        }.read().catalog
    }

    static func read(_ file: String) throws -> CatalogSnapshot {
        let text = try SmallFile.text(file, bytesLimit: bytesLimit)
        do { return try JSONDecoder().decode(Self.self, from: Data(text.utf8)) } catch {
            throw PolicyTrial.Failure("\(file): is not a catalog that \"chaperone-hub policy catalog\" wrote")
        }
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self))
    }
}
