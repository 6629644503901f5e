package import Policy
package import SQLRewrite

/// Decides what becomes of a string of SQL: parse, rewrite, policy. Pure apart from the parser's C code: the same
/// input gives the same judgement. One value per lane and role; a new one is made when policy or catalog change.
package struct Judge: Sendable {
    package let target: Target
    package let role: Role
    package let catalog: Catalog

    package init(bundle: Bundle, target: Target, role: Role, catalog: Catalog) {
        self.target = target
        self.role = role
        self.catalog = catalog
    }

    /// - Parameters:
    ///   - text: as the client sent it, without the terminating NUL. At most `queryBytesLimit` bytes (the wire checks).
    ///   - names: the session's names at this point of the pipeline.
    package func judge(_ text: [UInt8], names: SessionNames) -> Judgement {
        .refuse(Refusal(message: "not built yet", rule: "chaperone/unbuilt"))
    }

    /// A run-time parameter of the startup message (`options` already split into its `-c name=value`).
    /// Nil: it may be sent upstream.
    package func refusalOfStartupParameter(name: String, value: String) -> Refusal? {
        Refusal(message: "not built yet", rule: "chaperone/unbuilt")
    }
}
