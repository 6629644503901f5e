/// Everything that is wrong with a policy, in the order of the file. Never empty.
package struct PolicyErrors: Error, Sendable, Equatable {
    package var diagnostics: [PolicyDiagnostic]
}
