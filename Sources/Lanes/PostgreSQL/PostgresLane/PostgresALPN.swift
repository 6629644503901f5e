/// The name of PostgreSQL's protocol in TLS (RFC 7301), which keeps a connection from being taken for another protocol's.
enum PostgresALPN {
    static let name = "postgresql"
}
