/// Everything that is wrong with a file, in the order of the file. Never empty.
package struct PolicyErrors: Error, Sendable, Equatable {
    package var diagnostics: [PolicyDiagnostic]

    package init(diagnostics: [PolicyDiagnostic]) { self.diagnostics = diagnostics }
}
