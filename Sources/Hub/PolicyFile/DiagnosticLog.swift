package import Yams

/// Collects what is wrong, so that one run tells all of it.
package final class DiagnosticLog {
    private let file: String
    package private(set) var diagnostics: [PolicyDiagnostic] = []

    package init(file: String) { self.file = file }

    package func error(_ message: String, at mark: Mark?, suggestion: String? = nil) {
        error(message, line: mark?.line, column: mark?.column, suggestion: suggestion)
    }

    func error(_ message: String, line: Int?, column: Int?, suggestion: String? = nil) {
        diagnostics.append(
            PolicyDiagnostic(source: file, line: line, column: column, message: message, suggestion: suggestion))
    }

    /// An error of a command line option.
    func error(_ message: String, option: String, suggestion: String? = nil) {
        diagnostics.append(PolicyDiagnostic(source: option, message: message, suggestion: suggestion))
    }

    /// In the order of the file.
    package var sorted: [PolicyDiagnostic] {
        diagnostics.enumerated().sorted { a, b in
            let left = (a.element.line ?? 0, a.element.column ?? 0, a.offset)
            let right = (b.element.line ?? 0, b.element.column ?? 0, b.offset)
            return left < right
        }.map(\.element)
    }
}
