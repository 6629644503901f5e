/// What CASCADE takes with what the role may drop.
enum CascadeQueries {
    private static let isOurs = """
        n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_temp\\_%'
        AND n.nspname NOT LIKE 'pg\\_toast\\_temp\\_%'
        """

    /// Kind (see `Droppable`), schema and name of what is dropped, oid of a relation that goes with it or loses something, by
    /// whatever stands between: what depends on an object goes with it, and so does what that is an inner part of; a part of an
    /// object counts as all of it. Nothing depends on triggers and policies; what a default stands in for a generated column is
    /// its inner part. With a schema goes all that lies in it,
    /// whoever owns that. A role that may drop everything has one row of no kind: it would be everything.
    static let taken = """
        WITH RECURSIVE may(all_) AS (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
        root(kind, schema, name, class, object) AS (
          SELECT 'n', n.nspname, n.nspname, d.classid, d.objid
          FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_depend d ON d.refobjid = n.oid
            AND d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
          WHERE \(isOurs) AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
          UNION ALL
          SELECT 'c', n.nspname, c.relname, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE \(isOurs) AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
            AND (c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') OR c.relkind IN ('i', 'I') AND EXISTS (
              SELECT 1 FROM pg_catalog.pg_index i WHERE i.indexrelid = c.oid AND i.indisunique))
          UNION ALL
          SELECT 't', n.nspname, t.typname, 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid
          FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
          LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
          WHERE \(isOurs) AND pg_catalog.pg_has_role(t.typowner, 'USAGE')
            AND (t.typtype IN ('d', 'e', 'r') OR t.typtype = 'c' AND c.relkind = 'c')),
        down(kind, schema, name, class, object) AS (
          SELECT r.kind, r.schema, r.name, r.class, r.object FROM root r, may m WHERE NOT m.all_
          UNION
          SELECT w.kind, w.schema, w.name, x.class, x.object FROM down w, LATERAL (
            SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
            WHERE d.refclassid = w.class AND d.refobjid = w.object AND d.objid >= 16384
            UNION ALL
            SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d
            WHERE d.classid = w.class AND d.objid = w.object AND d.deptype = 'i') x(class, object)
          WHERE w.class NOT IN ('pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass))
        SELECT DISTINCT w.kind, w.schema, w.name, u.relation FROM down w
        LEFT JOIN pg_catalog.pg_index i ON w.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.indexrelid = w.object
        LEFT JOIN pg_catalog.pg_rewrite r ON w.class = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = w.object
        LEFT JOIN pg_catalog.pg_attrdef a ON w.class = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND a.oid = w.object
        LEFT JOIN pg_catalog.pg_constraint k ON w.class = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = w.object
        LEFT JOIN pg_catalog.pg_policy p ON w.class = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = w.object
        LEFT JOIN pg_catalog.pg_trigger g ON w.class = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = w.object
        CROSS JOIN LATERAL (SELECT COALESCE(i.indrelid, r.ev_class, a.adrelid, k.conrelid, p.polrelid, g.tgrelid,
          w.object)) u(relation)
        JOIN pg_catalog.pg_class c ON c.oid = u.relation AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE (n.nspname, c.relname) <> (w.schema, w.name)
        UNION ALL SELECT '', '', '', '0' FROM may m WHERE m.all_ ORDER BY 1, 2, 3, 4
        """
}
