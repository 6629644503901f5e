/// Run-time parameters that a client may change, by SET, set_config or its startup message.
package enum Settings {
    package enum Ruling: Sendable, Equatable {
        case allowed
        /// Why not, for the client.
        case refused(String)
    }

    /// - Parameter value: nil for DEFAULT and RESET.
    package static func ruling(name: String, value: String?) -> Ruling {
        let name = name.lowercased()
        guard let value else {
            return changeable.contains(name) || fixed[name] != nil
                ? .allowed : .refused("parameter \"\(name)\" is not one that a client may change")
        }
        if let permitted = fixed[name] {
            return permitted.contains(plain(value, of: name))
                ? .allowed
                : .refused(
                    "parameter \"\(name)\" may only be \(permitted.map { "\"\($0)\"" }.joined(separator: " or "))")
        }
        return changeable.contains(name)
            ? .allowed : .refused("parameter \"\(name)\" is not one that a client may change")
    }

    /// A value as the server understands it.
    private static func plain(_ value: String, of name: String) -> String {
        // Of an encoding's name the server looks at letters and digits only: "utf-8", UTF_8 and 'Unicode' are names of one.
        if name == "client_encoding", value.utf8.allSatisfy({ $0 < 0x80 }) {
            return value.filter { $0.isLetter || $0.isNumber }.lowercased()
        }
        // Some drivers quote the value in their startup message.
        let plain = value.hasPrefix("'") && value.hasSuffix("'") ? String(value.dropFirst().dropLast()) : value
        return plain.lowercased()
    }

    /// What to do instead; nil where nothing is to be said.
    package static func hint(name: String) -> String? {
        name.lowercased() == "client_encoding"
            ? "this lane speaks UTF8; where a program needs another encoding, convert on the client's side" : nil
    }

    /// Parameters of the lane's own begin so.
    package static let ownPrefix = "chaperone."

    /// Parameters that may be read by SHOW and current_setting. A custom one (with a dot in its name) holds what others put
    /// there: on lanes that protect, clients set none.
    static func mayRead(_ name: String, besideEntrustedCode: Bool) -> Bool {
        besideEntrustedCode ? !name.contains(".") : !name.lowercased().hasPrefix(ownPrefix)
    }

    /// Whether a client may change it to a value that is not known here: search_path is followed by its values.
    static func takesAnyValue(_ name: String) -> Bool {
        let name = name.lowercased()
        return changeable.contains(name) && fixed[name] == nil && name != "search_path"
    }

    // What the scanner takes a text for, and what messages reach the client, must not change. Isolation levels must be
    // known: see `IsolationLevels`.
    private static let fixed: [String: [String]] = [
        "client_encoding": ["utf8", "unicode"],
        "standard_conforming_strings": ["on", "true", "yes", "1"],
        "client_min_messages": ["notice", "warning", "error"],
        "transaction_isolation": IsolationLevels.all,
        "default_transaction_isolation": IsolationLevels.all,
    ]

    private static let changeable: Set<String> = [
        "application_name", "array_nulls", "backend_flush_after", "bytea_output", "check_function_bodies",
        "constraint_exclusion",
        "cpu_index_tuple_cost", "cpu_operator_cost", "cpu_tuple_cost", "cursor_tuple_fraction", "datestyle",
        "default_statistics_target", "default_table_access_method", "default_tablespace", "default_text_search_config",
        "default_toast_compression", "default_transaction_deferrable",
        "default_transaction_read_only", "effective_cache_size", "effective_io_concurrency", "enable_async_append",
        "enable_bitmapscan", "enable_distinct_reordering", "enable_gathermerge", "enable_group_by_reordering",
        "enable_hashagg", "enable_hashjoin", "enable_incremental_sort",
        "enable_indexscan", "enable_material", "enable_memoize", "enable_mergejoin",
        "enable_nestloop", "enable_parallel_append", "enable_parallel_hash", "enable_partition_pruning",
        "enable_partitionwise_aggregate", "enable_partitionwise_join", "enable_presorted_aggregate",
        "enable_self_join_elimination", "enable_seqscan", "enable_sort",
        "enable_tidscan", "escape_string_warning", "extra_float_digits", "from_collapse_limit", "geqo",
        "geqo_threshold", "hash_mem_multiplier", "idle_in_transaction_session_timeout", "idle_session_timeout",
        "intervalstyle", "jit", "jit_above_cost", "join_collapse_limit", "lc_monetary", "lc_numeric", "lc_time",
        "lock_timeout", "logical_decoding_work_mem", "maintenance_work_mem", "max_parallel_maintenance_workers",
        "max_parallel_workers", "max_parallel_workers_per_gather", "min_parallel_index_scan_size",
        "min_parallel_table_scan_size", "parallel_leader_participation", "parallel_setup_cost", "parallel_tuple_cost",
        "plan_cache_mode", "quote_all_identifiers", "random_page_cost", "restrict_nonsystem_relation_kind",
        "row_security", "search_path", "seq_page_cost",
        "statement_timeout", "synchronize_seqscans", "synchronous_commit", "tcp_keepalives_count",
        "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_user_timeout", "temp_buffers", "timezone",
        "transaction_deferrable", "transaction_read_only", "transaction_timeout", "work_mem",
        "xmlbinary", "xmloption", "default_transaction_timeout",
    ]
}
