import ArgumentParser
import Glibc
import Hub
import HubAPI
import Policy
import PolicyFile
import SmallFiles

/// What the commands share in speaking to their user.
enum Terminal {
    static func error(_ line: String) {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 || (written < 0 && errno == EINTR) else { return }
            bytes = bytes.dropFirst(max(0, written))
        }
    }

    /// One line without what could steer a terminal, or hide: texts come from agents. Nothing is left out, since words that a tab
    /// parts are not one.
    static func plain(_ text: String) -> String {
        text.visible.replacing("\t", with: "    ").replacing("\n", with: " ⏎ ")
    }

    /// Columns as wide as their widest cell; the last one is not padded.
    static func table(_ header: [String], _ rows: [[String]]) {
        let rows = ([header] + rows).map { $0.map(plain) }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            print(cells.joined(separator: "  "))
        }
    }

    /// Tells what went wrong and ends with `couldNotRun`.
    static func reportingFailures<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            Self.error("chaperone-hub: error: \(error)")
            throw ExitStatus.couldNotRun
        }
    }

    /// The bundle of a policy file; prints every error and ends with `policyHasErrors` when it has some.
    static func compile(_ file: String, overrides: PolicyOverrides, number: UInt64) throws -> Bundle {
        try compileWithTests(file, overrides: overrides, number: number).bundle
    }

    /// The same with the policy's own tests.
    static func compileWithTests(
        _ file: String, overrides: PolicyOverrides = PolicyOverrides(), number: UInt64 = 0
    ) throws -> PolicyCompiler.Compiled {
        let text = try reportingFailures { try SmallFile.text(file, bytesLimit: SmallFile.documentBytesLimit) }
        do {
            return try PolicyCompiler(file: file, overrides: overrides)
                .compileWithTests(text, number: number, issuedAtSeconds: Int64(time(nil)))
        } catch {
            for diagnostic in error.diagnostics { Self.error(diagnostic.description) }
            Self.error("\(file): \(PolicySummary.count(error.diagnostics.count, "error"))")
            throw ExitStatus.policyHasErrors
        }
    }
}
