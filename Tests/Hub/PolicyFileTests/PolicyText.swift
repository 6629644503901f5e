/// A sound policy whose parts a test may replace.
enum PolicyText {
    static let sound = """
        apiVersion: chaperone/v1
        targets:
          ehr:
            protocol: postgres
            upstream: db.internal:5432
            listen: 127.0.0.1:5432
            credential: ehr-agent
            phi:
              public.patients.ssn: last4
        rules:
          - name: reads
            when: { statement: [select] }
            action: allow
        default: deny
        roles:
          analyst: { match: { groups: analysts }, targets: [ehr] }
        """

    /// The sound policy with a line (from 1) replaced by others.
    static func with(line: Int, _ replacement: String) -> String {
        var lines = sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[line - 1] = replacement
        return lines.joined(separator: "\n")
    }
}
