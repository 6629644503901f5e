/// Types of which equal values look alike. Of others it shows which of several equal ones came first: numbers may end in
/// zeros, and zero may be negative; intervals have several forms; texts may be padded, or have a collation that does not count
/// case; and what is made of such is like it.
enum UniformTypes {
    /// As `pg_type` calls them, of pg_catalog.
    static let names: Set<String> = [
        "bool", "bytea", "char", "date", "int2", "int4", "int8", "name", "oid", "text", "time", "timestamp",
        "timestamptz", "uuid", "varchar",
    ]
}
