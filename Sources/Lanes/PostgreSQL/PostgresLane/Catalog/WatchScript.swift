/// The optional event trigger that tells every lane of a database at once that its catalog has changed.
package enum WatchScript {
    /// Lanes LISTEN to it.
    package static let channel = "chaperone_catalog"

    /// Of the trigger's function. Holds no single quote, so that it can be compared with in SQL.
    static let body = " BEGIN PERFORM pg_catalog.pg_notify($c$\(channel)$c$, $c$$c$); END "

    /// Run by a superuser, once in each database. Repeating it changes nothing.
    package static let text = """
        -- Tells chaperone's lanes of this database that something was defined, changed or dropped. To be run by a
        -- superuser, once in each database; DROP SCHEMA chaperone CASCADE takes it back.
        CREATE SCHEMA IF NOT EXISTS chaperone;
        CREATE OR REPLACE FUNCTION chaperone.catalog_changed() RETURNS event_trigger LANGUAGE plpgsql AS '\(body)';
        DROP EVENT TRIGGER IF EXISTS chaperone_catalog_changed;
        CREATE EVENT TRIGGER chaperone_catalog_changed ON ddl_command_end EXECUTE FUNCTION chaperone.catalog_changed();
        DROP EVENT TRIGGER IF EXISTS chaperone_catalog_dropped;
        CREATE EVENT TRIGGER chaperone_catalog_dropped ON sql_drop EXECUTE FUNCTION chaperone.catalog_changed();

        """
}
