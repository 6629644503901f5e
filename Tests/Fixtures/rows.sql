-- Tables of which a role sees some rows. No row describes a real person. The policy is rows.yaml.
-- psql -v seed=1 -f rows.sql : databases loaded with different seeds differ only in rows that the role does not see, in how many
-- there are, and in protected values.
\set ON_ERROR_STOP on
\if :{?seed} \else \set seed 1 \endif
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL TimeZone = 'UTC';
CREATE SCHEMA rf;
SELECT set_config('load.seed', :'seed', true) \g /dev/null
CREATE FUNCTION pg_temp.s(salt text, i int, m int) RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT (('x' || substr(md5(salt || current_setting('load.seed') || ':' || i), 1, 7))::bit(28)::int % m) $$;
CREATE FUNCTION pg_temp.more() RETURNS int LANGUAGE sql STABLE AS $$ SELECT 40 + 61 * current_setting('load.seed')::int $$;
CREATE TABLE rf.free (id int PRIMARY KEY, note text, n int);
INSERT INTO rf.free SELECT i, 'f' || i, i * 3 FROM generate_series(1, 30) i;
CREATE TABLE rf.clinics (id int PRIMARY KEY, name text);
INSERT INTO rf.clinics SELECT i, 'c' || i FROM generate_series(1, 4) i;
CREATE TABLE rf.wards (name text PRIMARY KEY, floor int, clinic int REFERENCES rf.clinics ON DELETE CASCADE);
INSERT INTO rf.wards VALUES ('west', 1, 1);
INSERT INTO rf.wards SELECT 'w' || i, i, 1 + i % 4 FROM generate_series(1, 200) i;

-- 1 one table with everything: the role sees ids 1 to 20, between which others lie
CREATE SEQUENCE rf.patient_ids;
CREATE TABLE rf.patients (
  id int PRIMARY KEY DEFAULT nextval('rf.patient_ids'), ward text NOT NULL REFERENCES rf.wards, archived boolean NOT NULL DEFAULT false,
  name text UNIQUE, ssn text, born date, score int, big bigint, cost numeric, doc jsonb, at timestamptz,
  CONSTRAINT fits CHECK (score IS NULL OR score < 1000000));
ALTER SEQUENCE rf.patient_ids OWNED BY rf.patients.id;
CREATE INDEX ON rf.patients (ward, ssn);
CREATE INDEX ON rf.patients (born);
CREATE INDEX ON rf.patients ((score / 2));
INSERT INTO rf.patients SELECT
    CASE WHEN isin THEN i ELSE 1000 + pg_temp.s('id', i, 100000) * 400 + i END,
    CASE WHEN isin OR i % 9 = 0 THEN 'west' ELSE 'w' || 1 + pg_temp.s('ward', i, 150) END, NOT isin,
    CASE WHEN isin THEN 'n' || i ELSE 'o' || pg_temp.s('name', i, 100000) || '-' || i END,
    lpad(pg_temp.s('ssn', i, 99999)::text, 5, '0') || CASE WHEN isin THEN lpad(i::text, 4, '0') ELSE lpad(pg_temp.s('tail', i, 9999)::text, 4, '0') END,
    CASE WHEN isin THEN date '1980-01-01' + i ELSE date '1930-01-01' + pg_temp.s('born', i, 20000) END,
    CASE WHEN isin THEN i ELSE pg_temp.s('score', i, 3) END,
    CASE WHEN isin THEN i ELSE 9000000000 + pg_temp.s('big', i, 1000) END,
    CASE WHEN isin THEN i ELSE 10::numeric ^ (300 + pg_temp.s('cost', i, 100)) END,
    CASE WHEN isin THEN jsonb_build_object('k', i) ELSE jsonb_build_array(pg_temp.s('doc', i, 9)) END,
    timestamptz '2024-01-01 00:00Z' + make_interval(hours => CASE WHEN isin THEN i ELSE pg_temp.s('at', i, 9999) END)
  FROM (SELECT i, isin FROM generate_series(1, 20) i, (VALUES (true)) a(isin)
    UNION ALL SELECT i, false FROM generate_series(1, pg_temp.more()) i) x(i, isin)
  ORDER BY md5(i::text || isin::text);
CREATE TABLE rf.letters (id serial PRIMARY KEY, patient int REFERENCES rf.patients ON DELETE CASCADE, body text);
INSERT INTO rf.letters (patient, body) SELECT 1 + i % 20, 'l' || i FROM generate_series(1, 40) i;
CREATE TABLE rf.alike (id int DEFAULT nextval('rf.patient_ids'), note text);
CREATE TABLE rf.holder (id int, p rf.patients);
INSERT INTO rf.holder SELECT 1, p FROM rf.patients p WHERE archived ORDER BY id LIMIT 1;
SELECT setval('rf.patient_ids', 200 + pg_temp.more()) \g /dev/null

-- 2 what shows it
CREATE VIEW rf.v_patients AS SELECT id, ward, name, archived FROM rf.patients;
CREATE VIEW rf.v_again AS SELECT id, name FROM rf.v_patients WHERE NOT archived;
CREATE VIEW rf.v_count AS SELECT count(*) AS n FROM rf.patients;
CREATE VIEW rf.v_exists AS SELECT f.id, EXISTS (SELECT 1 FROM rf.patients p WHERE p.score = f.id) AS any FROM rf.free f;
CREATE MATERIALIZED VIEW rf.m_patients AS SELECT id, ward, name FROM rf.patients;
CREATE MATERIALIZED VIEW rf.m_wards AS SELECT ward, count(*) AS n FROM rf.v_patients GROUP BY ward;
CREATE VIEW rf.v_last AS SELECT last_value FROM rf.patient_ids;
CREATE VIEW rf.v_sequences AS SELECT sequencename, last_value FROM pg_sequences;
CREATE VIEW rf.v_next AS SELECT nextval('rf.patient_ids') AS n;
CREATE VIEW rf.v_sizes AS SELECT relname, pg_relation_size(oid) AS n FROM pg_class WHERE relname = 'patients';
CREATE DOMAIN rf.counted AS int DEFAULT nextval('rf.patient_ids');
CREATE TABLE rf.domained (x rf.counted, y int);
CREATE TABLE rf.looked (id int PRIMARY KEY, note text);
INSERT INTO rf.looked SELECT i, 'k' || i FROM generate_series(1, 30) i;
ALTER TABLE rf.looked ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_patient ON rf.looked USING (EXISTS (SELECT 1 FROM rf.patients p WHERE p.score = rf.looked.id));

-- 3 families
CREATE TABLE rf.events (id int, ward text NOT NULL, what text) PARTITION BY LIST (ward);
CREATE TABLE rf.events_west PARTITION OF rf.events FOR VALUES IN ('west');
CREATE TABLE rf.events_rest PARTITION OF rf.events DEFAULT;
INSERT INTO rf.events SELECT i, 'west', 'e' || i FROM generate_series(1, 10) i;
INSERT INTO rf.events SELECT i, 'w' || i, 'r' || pg_temp.s('e', i, 99) FROM generate_series(1, pg_temp.more()) i;
CREATE TABLE rf.base (id int, owner text);
CREATE TABLE rf.kid (extra text) INHERITS (rf.base);
INSERT INTO rf.base SELECT i, 'b' FROM generate_series(1, 5) i;
INSERT INTO rf.kid SELECT i, CASE WHEN i < 4 THEN 'agent@dev-stack' ELSE 'o' || pg_temp.s('kid', i, 99) END, 'x' FROM generate_series(1, pg_temp.more()) i;

-- 4 chosen by a protected value, and by who asks; a table with row security of its own
CREATE TABLE rf.tests (id int PRIMARY KEY, owner text, result int, label text);
CREATE INDEX ON rf.tests (result, label);
INSERT INTO rf.tests SELECT i, CASE WHEN i <= 12 THEN 'agent@dev-stack' ELSE 'o' || pg_temp.s('owner', i, 9) END,
    CASE WHEN i <= 10 THEN 6 + pg_temp.s('result', i, 90) ELSE pg_temp.s('result', i, 5) END,
    CASE WHEN i <= 10 THEN 't' || i ELSE 'u' || pg_temp.s('label', i, 99) END
  FROM generate_series(1, pg_temp.more()) i;
CREATE TABLE rf.secured (id int, owner text);
INSERT INTO rf.secured SELECT i, 'agent@dev-stack' FROM generate_series(1, 3) i;
INSERT INTO rf.secured SELECT i, 'o' FROM generate_series(4, pg_temp.more()) i;
ALTER TABLE rf.secured ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON rf.secured USING (10 / (id - 50) < 99);

COMMIT;
VACUUM ANALYZE;
