/// What may be called of pg_catalog's own functions.
///
/// IMMUTABLE ones compute from their arguments and nothing else: allowed by that rule (the catalog reader says which
/// they are). Of the others each is on one of the two lists below; one that is on neither (a newer server's) is
/// refused until somebody has looked at it. A test reads every function of the server under test.
package enum BuiltinFunctions {
    package enum Class: Sendable, Equatable {
        case allowed
        /// Reads relations, files, other sessions or statistics, or runs SQL, or acts on the server.
        case denied
        /// May be called, and is NULL of the type: tools ask for it beside what they need.
        case blank(type: String)
        case unclassified
    }

    package static func classify(_ name: String, in catalog: Catalog) -> Class {
        if shown.contains(name) { return .allowed }
        if let type = blank[name] { return .blank(type: type) }
        if denied.contains(name) || deniedPrefixes.contains(where: { name.hasPrefix($0) }) { return .denied }
        return catalog.immutableBuiltins.contains(name) || allowed.contains(name) ? .allowed : .unclassified
    }

    /// What is shown of what the server counts: how many rows a table has, and when it was looked after.
    private static let shown: Set<String> = words(
        """
        pg_stat_get_last_analyze_time pg_stat_get_last_autoanalyze_time pg_stat_get_last_autovacuum_time
        pg_stat_get_last_vacuum_time pg_stat_get_live_tuples pg_stat_get_snapshot_timestamp
        """)

    /// Counters of tables and indexes, with their types. As columns of pg_stat_user_tables and its like they are NULL, too.
    package static let blank: [String: String] = words(
        """
        pg_stat_get_blocks_fetched pg_stat_get_blocks_hit pg_stat_get_dead_tuples pg_stat_get_ins_since_vacuum
        pg_stat_get_mod_since_analyze pg_stat_get_numscans pg_stat_get_tuples_deleted pg_stat_get_tuples_fetched
        pg_stat_get_tuples_hot_updated pg_stat_get_tuples_inserted pg_stat_get_tuples_returned
        pg_stat_get_tuples_updated
        """
    ).reduce(into: [:]) { $0[$1] = "int8" }

    /// Denied ones that no SQL can call, by whatever notation: they take an `internal` argument. Columns are called so.
    static let uncallable: Set<String> = ["bernoulli", "system"]

    /// Functions that are refused for one reason.
    package struct Denial: Sendable {
        /// Goes after "it".
        package let reason: String
        /// Of names.
        package let prefixes: [String]
        package let names: Set<String>
    }

    package static let denials: [Denial] = [
        Denial(
            reason: "runs SQL, or reads relations, statements or statistics that its arguments do not show",
            prefixes: ["cursor_to_", "database_to_", "query_to_", "schema_to_", "table_to_"],
            names: words(
                """
                current_query currtid2 pg_cursor pg_extension_config_dump pg_mcv_list_items pg_prepared_statement
                ts_rewrite ts_stat
                """)),
        Denial(
            reason: "reads files, large objects or the server's configuration",
            prefixes: ["lo_", "pg_control_", "pg_ls_", "pg_read_"],
            names: words(
                """
                loread lowrite pg_available_wal_summaries pg_config pg_current_logfile pg_get_loaded_modules
                pg_get_shmem_allocations_numa pg_hba_file_rules pg_ident_file_mappings pg_numa_available
                pg_relation_filepath pg_show_all_file_settings pg_stat_file pg_tablespace_databases
                """)),
        Denial(
            reason: "shows or ends what other sessions do",
            prefixes: [],
            names: words(
                """
                mxid_age pg_cancel_backend pg_get_aios pg_get_backend_memory_contexts pg_get_multixact_members
                pg_get_replication_slots pg_get_shmem_allocations pg_get_wal_summarizer_state pg_is_in_backup
                pg_isolation_test_session_is_blocked pg_prepared_xact pg_show_replication_origin_status
                pg_stat_have_stats pg_terminate_backend
                """)),
        Denial(
            reason: "converts to a type that it is given by number or as a text, and runs what that type runs",
            prefixes: [],
            names: words(
                """
                array_in domain_in enum_in multirange_in pg_input_error_info pg_input_is_valid range_in record_in
                """)),
        Denial(
            reason: "counts what statements did, or shows locks or the log's length, which follow from what rows hold",
            prefixes: ["pg_current_wal_", "pg_stat_get_"],
            names: words("pg_lock_status pg_notification_queue_usage")),
        Denial(
            reason: "tells how a value is stored, which follows from how long the others of its row are",
            prefixes: [], names: words("pg_column_compression pg_column_size pg_column_toast_chunk_id")),
        Denial(
            reason: "acts on the server or on its storage",
            prefixes: [
                "binary_upgrade_", "pg_backup_", "pg_copy_", "pg_create_", "pg_drop_", "pg_last_", "pg_log_",
                "pg_logical_", "pg_replication_", "pg_stat_reset", "pg_wal_",
            ],
            names: words(
                """
                brin_desummarize_range brin_summarize_new_values brin_summarize_range gin_clean_pending_list
                pg_clear_attribute_stats pg_clear_relation_stats pg_import_system_collations pg_nextoid pg_promote
                pg_reload_conf pg_restore_attribute_stats pg_restore_relation_stats pg_rotate_logfile
                pg_rotate_logfile_old pg_start_backup pg_stop_backup pg_stop_making_pinned_objects pg_switch_wal
                pg_sync_replication_slots
                """)),
        Denial(
            reason: "is the server's own: it has arguments that no SQL can give, or is called by triggers only",
            prefixes: ["pg_event_trigger_"],
            names: words(
                """
                RI_FKey_cascade_del RI_FKey_cascade_upd RI_FKey_check_ins RI_FKey_check_upd RI_FKey_noaction_del
                RI_FKey_noaction_upd RI_FKey_restrict_del RI_FKey_restrict_upd RI_FKey_setdefault_del
                RI_FKey_setdefault_upd RI_FKey_setnull_del RI_FKey_setnull_upd amvalidate anyarray_recv
                anycompatiblearray_recv areajoinsel areasel array_recv array_typanalyze arraycontjoinsel
                arraycontsel bernoulli bpcharrecv brin_bloom_summary_recv brin_minmax_multi_summary_recv brinhandler
                bthandler contjoinsel contsel cstring_recv domain_recv dsnowball_init dsnowball_lexize enum_recv
                eqjoinsel eqsel fmgr_c_validator fmgr_internal_validator fmgr_sql_validator ginhandler gisthandler
                hashhandler heap_tableam_handler iclikejoinsel iclikesel icnlikejoinsel icnlikesel icregexeqjoinsel
                icregexeqsel icregexnejoinsel icregexnesel json_agg_strict_transfn json_agg_transfn
                json_object_agg_strict_transfn json_object_agg_transfn json_object_agg_unique_strict_transfn
                json_object_agg_unique_transfn jsonb_agg_finalfn jsonb_agg_strict_transfn jsonb_agg_transfn
                jsonb_object_agg_finalfn jsonb_object_agg_strict_transfn jsonb_object_agg_transfn
                jsonb_object_agg_unique_strict_transfn jsonb_object_agg_unique_transfn likejoinsel likesel
                matchingjoinsel matchingsel multirange_recv multirange_typanalyze multirangesel namerecv neqjoinsel
                neqsel networkjoinsel networksel nlikejoinsel nlikesel pg_dependencies_recv pg_mcv_list_recv
                pg_ndistinct_recv pg_node_tree_recv plpgsql_call_handler plpgsql_inline_handler plpgsql_validator
                positionjoinsel positionsel prefixjoinsel prefixsel range_recv range_typanalyze rangesel record_recv
                regexeqjoinsel regexeqsel regexnejoinsel regexnesel scalargejoinsel scalargesel scalargtjoinsel
                scalargtsel scalarlejoinsel scalarlesel scalarltjoinsel scalarltsel spghandler
                suppress_redundant_updates_trigger system textrecv ts_typanalyze tsmatchjoinsel tsmatchsel
                tsvector_update_trigger tsvector_update_trigger_column unique_key_recheck varcharrecv xml_recv
                """)),
    ]

    /// Those of the allowed ones that leave something behind for whoever looks later, at no cost to any limit: what they were given,
    /// or that they were called, and how often.
    static let storing: Set<String> = words(
        """
        nextval pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all
        pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_export_snapshot pg_notify
        pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
        set_config setseed setval
        """)

    /// Why a denied one is; goes behind "it".
    static func reason(against name: String) -> String {
        denials.first { denial in denial.names.contains(name) || denial.prefixes.contains { name.hasPrefix($0) } }?
            .reason
            ?? "is not known to be safe"
    }

    private static let denied = denials.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    private static let deniedPrefixes = denials.flatMap(\.prefixes)

    static let allowed: Set<String> = words(
        """
        aclexplode aclitemin aclitemout age anyarray_out anyarray_send anycompatiblearray_out
        anycompatiblearray_send anycompatiblemultirange_in anycompatiblemultirange_out anycompatiblerange_in
        anycompatiblerange_out anyenum_out anymultirange_in anymultirange_out anyrange_in anyrange_out
        anytextcat array_out array_sample array_send array_shuffle array_to_json array_to_string bpcharsend
        brin_bloom_summary_send brin_minmax_multi_summary_send cash_in cash_out clock_timestamp col_description
        concat concat_ws convert convert_from convert_to cstring_send current_database current_schema
        current_schemas current_setting current_user currval date date_add date_cmp_timestamptz
        date_eq_timestamptz date_ge_timestamptz date_gt_timestamptz date_in date_le_timestamptz
        date_lt_timestamptz date_ne_timestamptz date_out date_part date_subtract date_trunc enum_first enum_last
        enum_out enum_range enum_send extract format format_type gen_random_uuid generate_series
        get_current_ts_config getdatabaseencoding getpgusername has_any_column_privilege has_column_privilege
        has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege
        has_largeobject_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege
        has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege in_range
        inet_client_addr inet_client_port inet_server_addr inet_server_port interval_in interval_out
        interval_pl_timestamptz json_agg json_agg_strict json_build_array json_build_object json_object_agg
        json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict json_populate_record
        json_populate_recordset json_to_record json_to_recordset json_to_tsvector jsonb_agg jsonb_agg_strict
        jsonb_build_array jsonb_build_object jsonb_path_exists_tz jsonb_path_match_tz jsonb_path_query_array_tz
        jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid
        jsonb_populate_recordset jsonb_to_record jsonb_to_recordset jsonb_to_tsvector lastval length
        make_timestamptz money multirange_out multirange_send namesend nextval now numeric
        obj_description oidvectortypes overlaps pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock
        pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared
        pg_available_extension_versions pg_available_extensions pg_backend_pid pg_basetype pg_blocking_pids
        pg_char_to_encoding pg_client_encoding pg_collation_actual_version pg_collation_for
        pg_collation_is_visible pg_column_is_updatable pg_conf_load_time pg_conversion_is_visible
        pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned
        pg_database_collation_actual_version pg_database_size pg_dependencies_send pg_describe_object
        pg_encoding_to_char pg_export_snapshot pg_extension_update_paths pg_filenode_relation
        pg_function_is_visible pg_get_acl pg_get_catalog_foreign_keys pg_get_constraintdef pg_get_expr
        pg_get_function_arg_default pg_get_function_arguments pg_get_function_identity_arguments
        pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_keywords
        pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef pg_get_publication_tables
        pg_get_replica_identity_index pg_get_ruledef pg_get_sequence_data pg_get_serial_sequence
        pg_get_statisticsobjdef pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions
        pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_get_wait_events pg_get_wal_replay_pause_state
        pg_get_wal_resource_managers pg_has_role pg_identify_object pg_identify_object_as_address
        pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_indexes_size
        pg_is_in_recovery pg_is_other_temp_schema pg_is_wal_replay_paused pg_jit_available pg_listening_channels
        pg_mcv_list_send pg_my_temp_schema pg_ndistinct_send pg_node_tree_send pg_notify pg_opclass_is_visible
        pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors
        pg_partition_tree pg_postmaster_start_time pg_relation_filenode pg_relation_is_publishable
        pg_relation_is_updatable pg_relation_size pg_safe_snapshot_blocking_pids pg_sequence_last_value
        pg_sequence_parameters pg_settings_get_flags pg_show_all_settings pg_sleep pg_sleep_for pg_sleep_until
        pg_split_walfile_name pg_stat_clear_snapshot pg_stat_force_next_flush pg_statistics_obj_is_visible
        pg_table_is_visible pg_table_size pg_tablespace_location pg_tablespace_size pg_timezone_abbrevs
        pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names pg_total_relation_size
        pg_trigger_depth pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock
        pg_try_advisory_xact_lock_shared pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible
        pg_ts_template_is_visible pg_type_is_visible pg_typeof pg_xact_commit_timestamp
        pg_xact_commit_timestamp_origin pg_xact_status phraseto_tsquery plainto_tsquery quote_literal
        quote_nullable random random_normal range_out range_send record_out record_send regclass regclassin
        regclassout regcollationin regcollationout regconfigin regconfigout regdictionaryin regdictionaryout
        regnamespacein regnamespaceout regoperatorin regoperatorout regoperin regoperout regprocedurein
        regprocedureout regprocin regprocout regrolein regroleout regtypein regtypeout row_security_active
        row_to_json session_user set_config setseed setval shobj_description statement_timestamp system_user
        textanycat textsend time time_in timeofday timestamp timestamp_cmp_timestamptz timestamp_eq_timestamptz
        timestamp_ge_timestamptz timestamp_gt_timestamptz timestamp_in timestamp_le_timestamptz
        timestamp_lt_timestamptz timestamp_ne_timestamptz timestamp_out timestamptz timestamptz_cmp_date
        timestamptz_cmp_timestamp timestamptz_eq_date timestamptz_eq_timestamp timestamptz_ge_date
        timestamptz_ge_timestamp timestamptz_gt_date timestamptz_gt_timestamp timestamptz_in timestamptz_le_date
        timestamptz_le_timestamp timestamptz_lt_date timestamptz_lt_timestamp timestamptz_mi_interval
        timestamptz_ne_date timestamptz_ne_timestamp timestamptz_out timestamptz_pl_interval timetz timetz_in
        timezone to_char to_date to_json to_jsonb to_number to_regclass to_regcollation to_regnamespace
        to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp
        to_tsquery to_tsvector transaction_timestamp ts_debug ts_headline ts_match_tq ts_match_tt ts_parse
        ts_token_type txid_current txid_current_if_assigned txid_current_snapshot txid_status uuidv4 uuidv7
        varcharsend version websearch_to_tsquery xml xml_in xml_is_well_formed xml_send
        """)

    /// Whether what the server keeps (a default, a trigger) may run it, whoever wrote that: as `classify` says, and the
    /// server's own triggers, which change the row that they are given, or check foreign keys. The one that suppresses
    /// updates tells by how many are left whether a value was equal. Of current_setting a catalog has only the calls whose
    /// name is no constant: a row that a client may write would say which setting is read, the pseudonym key's as well.
    package static func mayStandInDefinitions(_ name: String, in catalog: Catalog) -> Bool {
        classify(name, in: catalog) == .allowed && name != "current_setting" || name.hasPrefix("RI_FKey_")
            || triggerFunctions.contains(name)
    }

    private static let triggerFunctions = words(
        """
        tsvector_update_trigger tsvector_update_trigger_column unique_key_recheck
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
    }
}
