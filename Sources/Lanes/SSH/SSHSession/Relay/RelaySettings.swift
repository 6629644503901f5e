import SSHOperations

/// What holds for all channels of a target.
package struct RelaySettings: Sendable {
    /// Names of variables that pass beside LANG and those that begin with LC_.
    package var environment: Set<String> = []
    /// The terminal is called `dumb`, so that programs do not draw over what they have shown.
    package var reducesTerminal = false
    /// What is typed and shown is given out, for a recording.
    package var records = false

    package init() {}

    package func takesVariable(_ variable: RunRequest.Variable) -> Bool {
        let (name, value) = (variable.name, variable.value)
        guard VariableName.isOne(name) else { return false }
        if environment.contains(name) { return VariableValue.isLine(value) }
        return (name == "LANG" || name.hasPrefix("LC_")) && VariableValue.isLocale(value)
    }
}
