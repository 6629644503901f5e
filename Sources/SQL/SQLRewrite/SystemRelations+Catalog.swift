extension SystemRelations {
    /// Of pg_catalog, each with its columns as PostgreSQL 15 has them, and what is known of older and newer servers. Left
    /// out are relations and columns that show values of tables, texts and secrets of others, or count what statements
    /// did: how much of a row was read, moved or written follows from what is in it.
    static let catalogColumns = """
        pg_aggregate: aggfnoid aggkind aggnumdirectargs aggtransfn aggfinalfn aggcombinefn aggserialfn aggdeserialfn
          aggmtransfn aggminvtransfn aggmfinalfn aggfinalextra aggmfinalextra aggfinalmodify aggmfinalmodify
          aggsortop aggtranstype aggtransspace aggmtranstype aggmtransspace agginitval aggminitval
        pg_am: oid amname amhandler amtype
        pg_amop: oid amopfamily amoplefttype amoprighttype amopstrategy amoppurpose amopopr amopmethod
          amopsortfamily
        pg_amproc: oid amprocfamily amproclefttype amprocrighttype amprocnum amproc
        pg_attrdef: oid adrelid adnum adbin
        pg_attribute: attrelid attname atttypid attstattarget attlen attnum attndims attcacheoff atttypmod attbyval
          attalign attstorage attcompression attnotnull atthasdef atthasmissing attidentity attgenerated
          attisdropped attislocal attinhcount attcollation attacl attoptions attfdwoptions
        pg_auth_members: roleid member grantor admin_option oid inherit_option set_option
        pg_authid: oid rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolbypassrls
          rolconnlimit rolvaliduntil
        pg_available_extension_versions: name version installed superuser trusted relocatable schema requires
          comment
        pg_available_extensions: name default_version installed_version comment
        pg_cast: oid castsource casttarget castfunc castcontext castmethod
        pg_class: oid relname relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages
          reltuples relallvisible reltoastrelid relhasindex relisshared relpersistence relkind relnatts relchecks
          relhasrules relhastriggers relhassubclass relrowsecurity relforcerowsecurity relispopulated relreplident
          relispartition relrewrite relfrozenxid relminmxid relacl reloptions relpartbound relallfrozen
        pg_collation: oid collname collnamespace collowner collprovider collisdeterministic collencoding collcollate
          collctype colliculocale collversion collicurules colllocale
        pg_cursors: name is_holdable is_binary creation_time
        pg_constraint: oid conname connamespace contype condeferrable condeferred convalidated conrelid contypid
          conindid conparentid confrelid confupdtype confdeltype confmatchtype conislocal coninhcount connoinherit
          conkey confkey conpfeqop conppeqop conffeqop confdelsetcols conexclop conbin conenforced conperiod
        pg_conversion: oid conname connamespace conowner conforencoding contoencoding conproc condefault
        pg_database: oid datname datdba encoding datlocprovider datistemplate datallowconn datconnlimit datfrozenxid
          datminmxid dattablespace datcollate datctype daticulocale datcollversion datacl datlastsysoid daticurules
          datlocale dathasloginevt
        pg_db_role_setting: setdatabase setrole setconfig
        pg_default_acl: oid defaclrole defaclnamespace defaclobjtype defaclacl
        pg_depend: classid objid objsubid refclassid refobjid refobjsubid deptype
        pg_description: objoid classoid objsubid description
        pg_enum: oid enumtypid enumsortorder enumlabel
        pg_event_trigger: oid evtname evtevent evtowner evtfoid evtenabled evttags
        pg_extension: oid extname extowner extnamespace extrelocatable extversion extconfig extcondition
        pg_foreign_data_wrapper: oid fdwname fdwowner fdwhandler fdwvalidator fdwacl fdwoptions
        pg_foreign_server: oid srvname srvowner srvfdw srvtype srvversion srvacl srvoptions
        pg_foreign_table: ftrelid ftserver ftoptions
        pg_group: groname grosysid grolist
        pg_index: indexrelid indrelid indnatts indnkeyatts indisunique indnullsnotdistinct indisprimary
          indisexclusion indimmediate indisclustered indisvalid indcheckxmin indisready indislive indisreplident
          indkey indcollation indclass indoption indexprs indpred
        pg_indexes: schemaname tablename indexname tablespace indexdef
        pg_inherits: inhrelid inhparent inhseqno inhdetachpending
        pg_init_privs: objoid classoid objsubid privtype initprivs
        pg_language: oid lanname lanowner lanispl lanpltrusted lanplcallfoid laninline lanvalidator lanacl
        pg_largeobject_metadata: oid lomowner lomacl
        pg_locks: locktype database relation virtualxid transactionid classid objid objsubid virtualtransaction pid
          mode granted fastpath waitstart
        pg_matviews: schemaname matviewname matviewowner tablespace hasindexes ispopulated definition
        pg_namespace: oid nspname nspowner nspacl
        pg_opclass: oid opcmethod opcname opcnamespace opcowner opcfamily opcintype opcdefault opckeytype
        pg_operator: oid oprname oprnamespace oprowner oprkind oprcanmerge oprcanhash oprleft oprright oprresult
          oprcom oprnegate oprcode oprrest oprjoin
        pg_opfamily: oid opfmethod opfname opfnamespace opfowner
        pg_parameter_acl: oid parname paracl
        pg_partitioned_table: partrelid partstrat partnatts partdefid partattrs partclass partcollation partexprs
        pg_policies: schemaname tablename policyname permissive roles cmd qual with_check
        pg_policy: oid polname polrelid polcmd polpermissive polroles polqual polwithcheck
        pg_prepared_statements: name prepare_time parameter_types result_types from_sql
        pg_proc: oid proname pronamespace proowner prolang procost prorows provariadic prosupport prokind prosecdef
          proleakproof proisstrict proretset provolatile proparallel pronargs pronargdefaults prorettype proargtypes
          proallargtypes proargmodes proargnames proargdefaults protrftypes prosrc probin prosqlbody proconfig
          proacl
        pg_publication: oid pubname pubowner puballtables pubinsert pubupdate pubdelete pubtruncate pubviaroot
          pubgencols
        pg_publication_namespace: oid pnpubid pnnspid
        pg_publication_rel: oid prpubid prrelid prqual prattrs
        pg_publication_tables: pubname schemaname tablename attnames rowfilter
        pg_range: rngtypid rngsubtype rngmultitypid rngcollation rngsubopc rngcanonical rngsubdiff
        pg_rewrite: oid rulename ev_class ev_type ev_enabled is_instead ev_qual ev_action
        pg_roles: rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolconnlimit
          rolpassword rolvaliduntil rolbypassrls rolconfig oid
        pg_rules: schemaname tablename rulename definition
        pg_seclabel: objoid classoid objsubid provider label
        pg_seclabels: objoid classoid objsubid objtype objnamespace objname provider label
        pg_sequence: seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle
        pg_sequences: schemaname sequencename sequenceowner data_type start_value min_value max_value increment_by
          cycle cache_size last_value
        pg_settings: name setting unit category short_desc extra_desc context vartype source min_val max_val
          enumvals boot_val reset_val sourcefile sourceline pending_restart
        pg_shadow: usename usesysid usecreatedb usesuper userepl usebypassrls valuntil useconfig
        pg_shdepend: dbid classid objid objsubid refclassid refobjid deptype
        pg_shdescription: objoid classoid description
        pg_shseclabel: objoid classoid provider label
        pg_stat_activity: datid datname pid leader_pid usesysid usename application_name client_addr client_hostname
          client_port backend_start xact_start query_start state_change wait_event_type wait_event state backend_xid
          backend_xmin backend_type
        pg_stat_all_indexes: relid indexrelid schemaname relname indexrelname
        pg_stat_all_tables: relid schemaname relname n_live_tup last_vacuum last_autovacuum last_analyze
          last_autoanalyze
        pg_stat_archiver: stats_reset
        pg_stat_bgwriter: stats_reset
        pg_stat_checkpointer: stats_reset
        pg_stat_database: datid datname numbackends sessions sessions_abandoned sessions_fatal sessions_killed
          stats_reset
        pg_stat_database_conflicts: datid datname
        pg_stat_slru: name stats_reset
        pg_stat_sys_indexes: relid indexrelid schemaname relname indexrelname
        pg_stat_sys_tables: relid schemaname relname n_live_tup last_vacuum last_autovacuum last_analyze
          last_autoanalyze
        pg_stat_user_functions: funcid schemaname funcname
        pg_stat_user_indexes: relid indexrelid schemaname relname indexrelname
        pg_stat_user_tables: relid schemaname relname n_live_tup last_vacuum last_autovacuum last_analyze
          last_autoanalyze
        pg_stat_wal: stats_reset
        pg_stat_xact_all_tables: relid schemaname relname
        pg_stat_xact_sys_tables: relid schemaname relname
        pg_stat_xact_user_functions: funcid schemaname funcname
        pg_stat_xact_user_tables: relid schemaname relname
        pg_statio_all_indexes: relid indexrelid schemaname relname indexrelname
        pg_statio_all_sequences: relid schemaname relname
        pg_statio_all_tables: relid schemaname relname
        pg_statio_sys_indexes: relid indexrelid schemaname relname indexrelname
        pg_statio_sys_sequences: relid schemaname relname
        pg_statio_sys_tables: relid schemaname relname
        pg_statio_user_indexes: relid indexrelid schemaname relname indexrelname
        pg_statio_user_sequences: relid schemaname relname
        pg_statio_user_tables: relid schemaname relname
        pg_statistic_ext: oid stxrelid stxname stxnamespace stxowner stxstattarget stxkeys stxkind stxexprs
        pg_subscription: oid subdbid subskiplsn subname subowner subenabled subbinary substream subtwophasestate
          subdisableonerr subslotname subsynccommit subpublications subpasswordrequired subrunasowner suborigin
          subfailover
        pg_subscription_rel: srsubid srrelid srsubstate srsublsn
        pg_tables: schemaname tablename tableowner tablespace hasindexes hasrules hastriggers rowsecurity
        pg_tablespace: oid spcname spcowner spcacl spcoptions
        pg_timezone_abbrevs: abbrev utc_offset is_dst
        pg_timezone_names: name abbrev utc_offset is_dst
        pg_transform: oid trftype trflang trffromsql trftosql
        pg_trigger: oid tgrelid tgparentid tgname tgfoid tgtype tgenabled tgisinternal tgconstrrelid tgconstrindid
          tgconstraint tgdeferrable tginitdeferred tgnargs tgattr tgargs tgqual tgoldtable tgnewtable
        pg_ts_config: oid cfgname cfgnamespace cfgowner cfgparser
        pg_ts_config_map: mapcfg maptokentype mapseqno mapdict
        pg_ts_dict: oid dictname dictnamespace dictowner dicttemplate dictinitoption
        pg_ts_parser: oid prsname prsnamespace prsstart prstoken prsend prsheadline prslextype
        pg_ts_template: oid tmplname tmplnamespace tmplinit tmpllexize
        pg_type: oid typname typnamespace typowner typlen typbyval typtype typcategory typispreferred typisdefined
          typdelim typrelid typsubscript typelem typarray typinput typoutput typreceive typsend typmodin typmodout
          typanalyze typalign typstorage typnotnull typbasetype typtypmod typndims typcollation typdefaultbin
          typdefault typacl
        pg_user: usename usesysid usecreatedb usesuper userepl usebypassrls passwd valuntil useconfig
        pg_user_mapping: oid umuser umserver
        pg_user_mappings: umid srvid srvname umuser usename
        pg_views: schemaname viewname viewowner definition
        pg_wait_events: type name description
        """
}
