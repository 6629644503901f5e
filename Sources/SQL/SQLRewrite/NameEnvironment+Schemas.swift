import Policy

extension NameEnvironment {
    /// Whether the server looks into a schema of the search path, as far as the catalog and the transaction tell.
    /// - Parameter more: what the statement itself makes.
    func isUsable(_ schema: String, in catalog: Catalog, beside more: Made = Made()) -> Bool {
        catalog.schemas.isEmpty || catalog.schemas.contains(schema) || made.schemas.contains(schema)
            || more.schemas.contains(schema) || schema == "pg_catalog"
    }

    /// The schema in which the server makes what has no schema of its own; nil where no schema of the path can be used.
    package func creationSchema(in catalog: Catalog, beside more: Made = Made()) -> String? {
        searchPath.first { $0 == StatementFacts.temporarySchema || isUsable($0, in: catalog, beside: more) }
    }
}
