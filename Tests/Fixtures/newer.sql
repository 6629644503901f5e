-- What servers since 16 have around protected columns: virtual generated columns, keys over time, constraints that are not
-- enforced or not valid, JSON as SQL has it. Needs PostgreSQL 18. No row describes a real person. The policy is newer.yaml.
-- psql -v seed=1 -f newer.sql : databases loaded with different seeds differ only in protected values, of equal lengths.
\set ON_ERROR_STOP on
\if :{?seed} \else \set seed 1 \endif
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL TimeZone = 'UTC';
CREATE EXTENSION btree_gist;
CREATE SCHEMA nw;
SELECT set_config('load.seed', :'seed', true) \g /dev/null
CREATE FUNCTION pg_temp.s(salt text, i int, m int) RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT (('x' || substr(md5(salt || current_setting('load.seed') || ':' || i), 1, 7))::bit(28)::int % m) $$;
CREATE FUNCTION pg_temp.six(salt text, i int) RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT (100000 + pg_temp.s(salt, i, 899999))::text $$;

CREATE TABLE nw.free (id int PRIMARY KEY, note text, hits int NOT NULL DEFAULT 0);
INSERT INTO nw.free SELECT i, 'f' || i, 0 FROM generate_series(1, 10) i;
CREATE VIEW nw.v_free AS SELECT id, note, hits FROM nw.free;
CREATE TABLE nw.person (id int PRIMARY KEY, ward text NOT NULL, ssn text NOT NULL, contact jsonb NOT NULL, mrn text NOT NULL UNIQUE);
INSERT INTO nw.person SELECT i, 'w' || i % 3, pg_temp.six('ssn', i), jsonb_build_object('lang', pg_temp.six('lang', i), 'n', pg_temp.s('n', i, 9)), pg_temp.six('mrn', i)
FROM generate_series(1, 12) i;
CREATE VIEW nw.v_person AS SELECT id, ward, ssn FROM nw.person;
CREATE VIEW nw.v_value AS SELECT id, JSON_VALUE(contact, '$.lang') AS lang FROM nw.person;
CREATE VIEW nw.v_query AS SELECT id, JSON_QUERY(contact, '$.n') AS n, JSON_EXISTS(contact, '$.n ? (@ > 4)') AS many FROM nw.person;
CREATE VIEW nw.v_table AS SELECT p.id, j.lang FROM nw.person p, JSON_TABLE(p.contact, '$' COLUMNS (lang text PATH '$.lang')) j;
CREATE VIEW nw.v_filter AS SELECT p.id FROM nw.person p WHERE JSON_EXISTS(p.contact, '$.n ? (@ > 4)');
CREATE VIEW nw.v_array AS SELECT ward, JSON_ARRAYAGG(id ORDER BY ssn) AS ids FROM nw.person GROUP BY ward;
CREATE VIEW nw.v_object AS SELECT JSON_OBJECTAGG(id : ssn) AS all_of_them FROM nw.person;
CREATE VIEW nw.v_window AS SELECT id, JSON_ARRAYAGG(id) OVER (ORDER BY ssn) AS before FROM nw.person;
CREATE VIEW nw.v_made AS SELECT id, JSON_OBJECT('id' : id, 'ssn' : ssn) AS o, JSON_ARRAY(ward, ssn) AS a, ssn IS JSON AS is_json FROM nw.person;
CREATE VIEW nw.v_any AS SELECT ward, any_value(ssn) AS ssn, any_value(id ORDER BY ssn) AS id FROM nw.person GROUP BY ward;
CREATE VIEW nw.v_unnamed AS SELECT id, ssn FROM (SELECT id, ssn FROM nw.person);

-- columns that are computed when they are read
CREATE TABLE nw.virt (id int PRIMARY KEY, secret int NOT NULL, twice int GENERATED ALWAYS AS (secret * 2) VIRTUAL,
  plain int GENERATED ALWAYS AS (id * 2) VIRTUAL, fails int GENERATED ALWAYS AS (1000 / (secret - id)) VIRTUAL,
  whole boolean GENERATED ALWAYS AS (secret > 500) VIRTUAL, CONSTRAINT small CHECK (twice < 3000));
INSERT INTO nw.virt SELECT i, CASE WHEN (i + current_setting('load.seed')::int) % 4 = 0 THEN i ELSE 200 + pg_temp.s('v', i, 600) END
FROM generate_series(1, 12) i;
CREATE VIEW nw.v_virt AS SELECT id, twice, plain, whole FROM nw.virt;
CREATE TABLE nw.tick (id int PRIMARY KEY, secret int NOT NULL, note text, share int GENERATED ALWAYS AS (100 / secret) VIRTUAL);
INSERT INTO nw.tick SELECT i, (i + current_setting('load.seed')::int) % 3, 'n' FROM generate_series(1, 6) i;
CREATE VIEW nw.v_tick AS SELECT id, note, share FROM nw.tick;
CREATE VIEW nw.v_tick_one AS SELECT id, note, share FROM nw.tick WHERE id = 2 LIMIT 9;
CREATE VIEW nw.v_tick_with AS WITH x AS MATERIALIZED (SELECT id, note, share FROM nw.tick WHERE id = 2) SELECT id, note FROM x;
CREATE FUNCTION nw.nothing() RETURNS trigger LANGUAGE plpgsql SET search_path = nw, pg_temp AS 'BEGIN RETURN NULL; END';
CREATE TABLE nw.tock (id int PRIMARY KEY, secret int NOT NULL, note text, share int GENERATED ALWAYS AS (100 / secret) VIRTUAL);
INSERT INTO nw.tock SELECT id, secret, note FROM nw.tick;
CREATE TRIGGER watch AFTER UPDATE ON nw.tock FOR EACH ROW WHEN (OLD.share IS DISTINCT FROM NEW.share) EXECUTE FUNCTION nw.nothing();

-- keys over time, with what is protected in each place
CREATE TABLE nw.stay (id int, at daterange, note text, PRIMARY KEY (id, at WITHOUT OVERLAPS));
INSERT INTO nw.stay SELECT i, daterange('2024-01-01'::date + pg_temp.s('st', i, 9), '2024-03-01'::date + pg_temp.s('en', i, 9)), 'n' FROM generate_series(1, 6) i;
CREATE TABLE nw.visit (id int, at daterange, note text, CONSTRAINT during FOREIGN KEY (id, PERIOD at) REFERENCES nw.stay (id, PERIOD at));
CREATE TABLE nw.badge (ssn text NOT NULL, at daterange, note text, CONSTRAINT one_badge UNIQUE (ssn, at WITHOUT OVERLAPS));
INSERT INTO nw.badge SELECT pg_temp.six('bd', i), daterange('2024-01-01', '2024-06-01'), 'b' || i FROM generate_series(1, 6) i;
CREATE TABLE nw.pass (ssn text NOT NULL, at daterange, note text, CONSTRAINT one_pass PRIMARY KEY (ssn, at WITHOUT OVERLAPS));
INSERT INTO nw.pass SELECT pg_temp.six('ps', i), daterange('2024-01-01', '2024-06-01'), 'p' || i FROM generate_series(1, 6) i;
CREATE TABLE nw.used (ssn text, at daterange, note text, CONSTRAINT by_pass FOREIGN KEY (ssn, PERIOD at) REFERENCES nw.pass (ssn, PERIOD at));
INSERT INTO nw.used SELECT pg_temp.six('ps', i), daterange('2024-02-01', '2024-02-02'), 'u' || i FROM generate_series(1, 3) i;

-- constraints that rows need not pass
CREATE TABLE nw.lax (id int PRIMARY KEY, secret int, note text, CONSTRAINT low CHECK (secret < 500) NOT ENFORCED);
INSERT INTO nw.lax SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE 200 + pg_temp.s('lx', i, 600) END, 'n' FROM generate_series(1, 12) i;
UPDATE nw.lax SET secret = NULL WHERE (id + current_setting('load.seed')::int) % 3 = 0;
ALTER TABLE nw.lax ADD CONSTRAINT has_secret NOT NULL secret NOT VALID;
CREATE TABLE nw.child (id int PRIMARY KEY, ssn text, note text, CONSTRAINT loose FOREIGN KEY (ssn) REFERENCES nw.person (mrn) NOT ENFORCED);
INSERT INTO nw.child SELECT i, pg_temp.six('ch', i), 'c' FROM generate_series(1, 6) i;

-- an index whose first key is skipped
CREATE TABLE nw.skip (id int PRIMARY KEY, kind int NOT NULL, secret text NOT NULL, note text);
INSERT INTO nw.skip SELECT i, i % 2, pg_temp.six('sk', i), 'n' || i % 5 FROM generate_series(1, 400) i;
CREATE INDEX skipped ON nw.skip (kind, secret, note);
CREATE VIEW nw.v_sorted AS SELECT array_agg(id) AS ids, count(DISTINCT secret) AS n FROM nw.skip WHERE id < 20;

-- an index over what stands in the place of a virtual column
CREATE TABLE nw.called (id int PRIMARY KEY, kind text NOT NULL, name text GENERATED ALWAYS AS (kind || 'x') VIRTUAL, secret text NOT NULL);
INSERT INTO nw.called (id, kind, secret) SELECT i, 'k' || i % 2, pg_temp.six('ca', i) FROM generate_series(1, 400) i;
CREATE INDEX by_name ON nw.called ((kind || 'x'), secret);
COMMIT;
ANALYZE;
