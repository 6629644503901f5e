package import ArgumentParser

/// `chaperone audit`: reads logs, on any machine, with nothing but the log and its key.
package struct AuditCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show, verify and export an audit log, and play what it recorded.",
        subcommands: [AuditShow.self, AuditVerify.self, AuditExport.self, AuditCast.self])

    package init() {}
}
