/// Relations of the system schemas that show values of protected columns, other sessions' statements, secrets or the
/// server's files. Refused in every schema, since extensions put some of them into `public`.
enum SystemRelations {
    static let denied: Set<String> = [
        "pg_statistic", "pg_stats", "pg_statistic_ext_data", "pg_stats_ext", "pg_stats_ext_exprs",
        "pg_stat_statements", "pg_stat_statements_info", "pg_stat_replication",
        "pg_stat_subscription", "pg_stat_wal_receiver", "pg_stat_ssl", "pg_stat_gssapi", "pg_prepared_statements",
        "pg_cursors", "pg_prepared_xacts",
        "pg_stat_progress_copy",
        "user_mapping_options", "pg_largeobject", "pg_file_settings",
        "pg_hba_file_rules", "pg_ident_file_mappings", "pg_backend_memory_contexts", "pg_shmem_allocations",
        "pg_replication_slots", "pg_replication_origin", "pg_replication_origin_status", "pg_config",
        "pg_buffercache", "pg_freespace",
    ]

    /// Columns of readable system relations that show other sessions' statements or secrets: NULL.
    static let hidden: [String: [String]] = [
        "pg_stat_activity": ["query"],
        "pg_authid": ["rolpassword"],
        "pg_shadow": ["passwd"],
        "pg_subscription": ["subconninfo"],
        "pg_user_mapping": ["umoptions"],
        "pg_user_mappings": ["umoptions"],
    ]

    static let schemas: Set<String> = ["pg_catalog", "information_schema"]
}
