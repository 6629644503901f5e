import Testing

/// A change of definitions by another road, after which something shows protected values that did not before.
struct Migration: CustomTestStringConvertible, Sendable {
    let name: String
    let change: String
    let undo: String
    /// Answered before the change, without a protected value.
    let question: String

    var testDescription: String { name }

    static let all = [
        Migration(
            name: "a view shows another column under an old name",
            change: "CREATE OR REPLACE VIEW adv.v_migrated AS SELECT id, ssn AS label FROM adv.pat",
            undo: "CREATE OR REPLACE VIEW adv.v_migrated AS SELECT id, note AS label FROM adv.pat",
            question: "SELECT label, reverse(label) FROM adv.v_migrated WHERE id < 5"),
        Migration(
            name: "a view over the view does so",
            change: "CREATE OR REPLACE VIEW adv.v_migrated AS SELECT id, ssn AS label FROM adv.pat",
            undo: "CREATE OR REPLACE VIEW adv.v_migrated AS SELECT id, note AS label FROM adv.pat",
            question: "SELECT label, reverse(label) FROM adv.v_over WHERE id < 5"),
        Migration(
            name: "a view has one column more",
            change: "CREATE OR REPLACE VIEW adv.v_free AS SELECT id, note AS label, ssn FROM adv.pat",
            undo: "DROP VIEW adv.v_free; CREATE VIEW adv.v_free AS SELECT id, note AS label FROM adv.pat",
            question: "SELECT v, v::text, reverse(v::text) FROM adv.v_free v WHERE id < 5"),
        Migration(
            name: "a materialized view is made anew",
            change: """
                DROP MATERIALIZED VIEW adv.m_migrated;
                CREATE MATERIALIZED VIEW adv.m_migrated AS SELECT id, ssn AS label FROM adv.pat
                """,
            undo: """
                DROP MATERIALIZED VIEW adv.m_migrated;
                CREATE MATERIALIZED VIEW adv.m_migrated AS SELECT id, note AS label FROM adv.pat
                """,
            question: "SELECT label, reverse(label) FROM adv.m_migrated WHERE id < 5"),
        Migration(
            name: "a view takes a table's place",
            change: """
                ALTER TABLE adv.t_migrated RENAME TO t_old;
                CREATE VIEW adv.t_migrated AS SELECT id, ssn AS note FROM adv.pat
                """,
            undo: "DROP VIEW adv.t_migrated; ALTER TABLE adv.t_old RENAME TO t_migrated",
            question: "SELECT note, reverse(note) FROM adv.t_migrated WHERE id < 5"),
        Migration(
            name: "a protected column gets a name that the policy does not know",
            change: "ALTER TABLE adv.pat RENAME ssn TO number",
            undo: "ALTER TABLE adv.pat RENAME number TO ssn",
            question: "SELECT p::text, reverse(p::text) FROM adv.pat p WHERE id < 5"),
        Migration(
            name: "a table becomes a partition of a protected one",
            change: """
                CREATE TABLE adv.claims_all (LIKE adv.claim) PARTITION BY LIST (status);
                ALTER TABLE adv.claim RENAME TO claim_old; ALTER TABLE adv.claims_all RENAME TO claim;
                ALTER TABLE adv.claim_old ADD CHECK (status = 'paid');
                ALTER TABLE adv.claim ATTACH PARTITION adv.claim_old FOR VALUES IN ('paid')
                """,
            undo: """
                ALTER TABLE adv.claim DETACH PARTITION adv.claim_old; DROP TABLE adv.claim;
                ALTER TABLE adv.claim_old RENAME TO claim
                """,
            question: "SELECT c, c::text, reverse(c::text) FROM adv.claim c WHERE id < 5"),
        Migration(
            name: "a partition of a protected one is made and filled",
            change: """
                CREATE TABLE adv.visits_top PARTITION OF adv.visits FOR VALUES FROM (20) TO (30);
                INSERT INTO adv.visits SELECT id, 25, ssn, note FROM adv.pat
                """,
            undo: "DROP TABLE adv.visits_top",
            question: "SELECT v, v::text, reverse(v::text) FROM adv.visits_top v WHERE id < 5"),
        Migration(
            name: "a table becomes a child of a protected one, and then holds its values",
            change: """
                ALTER TABLE adv.c_migrated INHERIT adv.pat; INSERT INTO adv.c_migrated SELECT * FROM adv.pat WHERE id < 5
                """,
            undo: "ALTER TABLE adv.c_migrated NO INHERIT adv.pat; DELETE FROM adv.c_migrated",
            question: "SELECT c, c::text, reverse(c::text) FROM adv.c_migrated c"),
        Migration(
            name: "a trigger comes to speak",
            change: """
                CREATE TRIGGER say BEFORE UPDATE ON adv.t_migrated FOR EACH ROW EXECUTE FUNCTION adv.say_ssn()
                """,
            undo: "DROP TRIGGER say ON adv.t_migrated",
            question: "UPDATE adv.t_migrated SET note = 'x' WHERE id = 3"),
        Migration(
            name: "a default comes to read",
            change: "ALTER TABLE adv.t_migrated ALTER note SET DEFAULT adv.first_ssn()",
            undo: "ALTER TABLE adv.t_migrated ALTER note DROP DEFAULT",
            question: "INSERT INTO adv.t_migrated (id) VALUES (900) RETURNING note, reverse(note)"),
        Migration(
            name: "a rule comes to write",
            change: """
                CREATE RULE r AS ON UPDATE TO adv.t_migrated DO INSTEAD
                  UPDATE adv.plain SET note = adv.first_ssn() WHERE id = OLD.id RETURNING id, note
                """,
            undo: "DROP RULE r ON adv.t_migrated",
            question: "UPDATE adv.t_migrated SET note = 'x' WHERE id = 3 RETURNING id, note, reverse(note)"),
        Migration(
            name: "an implicit cast appears",
            change: "CREATE CAST (adv.key AS varchar) WITH FUNCTION adv.key_varchar(adv.key) AS IMPLICIT",
            undo: "DROP CAST (adv.key AS varchar)",
            question: "SELECT CASE WHEN true THEN k ELSE NULL::varchar END FROM adv.keyed"),
        Migration(
            name: "a function of pg_catalog's name appears before it",
            change: """
                CREATE FUNCTION adv.initcap(name) RETURNS text LANGUAGE sql STABLE AS 'SELECT reverse(ssn) FROM adv.pat WHERE id = 3'
                """,
            undo: "DROP FUNCTION adv.initcap(name)",
            question: "SELECT initcap('x'::name) FROM adv.plain WHERE id = 3"),
        Migration(
            name: "a table named by the lane's statements appears in front of another",
            change: """
                CREATE VIEW adv.log2 AS SELECT id, ssn AS line FROM adv.pat
                """,
            undo: "DROP VIEW adv.log2",
            question: "SELECT line, reverse(line) FROM log2 WHERE id < 5"),
    ]

    /// Relations that only these tests have.
    static let preparation = """
        CREATE VIEW adv.v_over AS SELECT id, label FROM adv.v_migrated;
        CREATE MATERIALIZED VIEW adv.m_migrated AS SELECT id, note AS label FROM adv.pat;
        CREATE TABLE adv.t_migrated (id int, note text); INSERT INTO adv.t_migrated SELECT i, 'n' FROM generate_series(1, 9) i;
        CREATE TABLE adv.c_migrated (id int NOT NULL, clinic_id int CHECK (clinic_id < 1000), ssn text NOT NULL,
          name text NOT NULL, note text);
        ALTER TABLE adv.c_migrated RENAME CONSTRAINT c_migrated_clinic_id_check TO pat_clinic_id_check;
        CREATE TABLE other.log2 (id int, line text); INSERT INTO other.log2 VALUES (1, 'ours');
        CREATE FUNCTION adv.key_varchar(adv.key) RETURNS varchar LANGUAGE sql STABLE AS
          'SELECT ssn::varchar FROM adv.pat WHERE id = ($1).id'
        """
}
