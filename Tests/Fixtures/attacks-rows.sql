-- Attempts to tell twin databases apart that differ in rows which the role does not see: the schema of rows.sql with the policy
-- of rows.yaml. Same form as attacks.sql. The word before the colon is the kind:
--   read       queries, joins, functions over rows
--   fail       conditions that fail, or wait, for some values
--   write      keys, checks, foreign keys and their actions
--   around     views, families, row types, row security
--   count      what the server counts, guesses and shows of its plans
--   session    cursors, prepared statements, settings
-- @ read: plainly, by alias, by position, as a table and by column lists
SELECT id, ward, name, ssn, score FROM rf.patients ORDER BY id;
SELECT p.* FROM rf.patients AS p (a, b) ORDER BY a;
TABLE rf.patients ORDER BY id;
SELECT count(*), min(id), max(id), sum(score) FROM rf.patients;
SELECT count(*) FROM ONLY rf.patients;
SELECT p FROM rf.patients p ORDER BY id LIMIT 3;
SELECT to_jsonb(p) - 'at' FROM rf.patients p ORDER BY id LIMIT 3;
COPY rf.patients (id, name, ward) TO STDOUT;
COPY (SELECT count(*) FROM rf.patients) TO STDOUT;
-- @ read: by keys that are there and are not, quickly and slowly
SELECT name FROM rf.patients WHERE id = 5;
SELECT name FROM rf.patients WHERE id IN (1, 2, 1009);
SELECT count(*) FROM rf.patients WHERE id > 900;
SELECT count(*) FROM rf.patients WHERE ward <> 'west';
SELECT count(*) FROM rf.patients WHERE archived;
SELECT id FROM rf.patients WHERE id = ANY (ARRAY[4, 3]) ORDER BY 1;
SELECT id FROM rf.patients WHERE name = 'n7' OR name LIKE 'o%';
SELECT id FROM rf.patients WHERE ssn = '000000001';
SELECT count(*) FROM rf.patients WHERE ssn >= '0';
-- @ read: of a child by itself
SELECT * FROM rf.kid ORDER BY id;
SELECT count(*) FROM rf.kid;
SELECT owner FROM rf.kid WHERE id = 2;
-- @ read: joins of every kind, subqueries, sets, recursion
SELECT f.id, p.name FROM rf.free f LEFT JOIN rf.patients p ON p.score = f.id ORDER BY 1;
SELECT f.id FROM rf.free f FULL JOIN rf.patients p ON p.score = f.id WHERE f.id IS NULL;
SELECT f.id FROM rf.free f WHERE NOT EXISTS (SELECT 1 FROM rf.patients p WHERE p.score = f.id) ORDER BY 1;
SELECT f.id FROM rf.free f WHERE f.id IN (SELECT score FROM rf.patients) ORDER BY 1;
SELECT f.id, (SELECT count(*) FROM rf.patients p WHERE p.score >= f.id) FROM rf.free f ORDER BY 1;
SELECT score FROM rf.patients UNION SELECT id FROM rf.free ORDER BY 1;
SELECT id FROM rf.free EXCEPT SELECT score FROM rf.patients ORDER BY 1;
SELECT f.id, x.c FROM rf.free f, LATERAL (SELECT count(*) AS c FROM rf.patients p WHERE p.score < f.n) x ORDER BY 1;
WITH RECURSIVE r AS (SELECT min(id) AS i FROM rf.patients UNION ALL SELECT (SELECT min(id) FROM rf.patients WHERE id > r.i) FROM r WHERE r.i IS NOT NULL) SELECT i FROM r ORDER BY 1;
SELECT a.id FROM rf.patients a JOIN rf.patients b ON a.id = b.id + 1 ORDER BY 1;
SELECT count(*) FROM rf.patients p NATURAL JOIN rf.patients q;
-- @ read: aggregates, windows and groups
SELECT ward, count(*) FROM rf.patients GROUP BY ward;
SELECT id, row_number() OVER (ORDER BY id), count(*) OVER () FROM rf.patients ORDER BY id LIMIT 4;
SELECT string_agg(name, ',' ORDER BY id) FROM rf.patients;
SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY id) FROM rf.patients;
SELECT DISTINCT ward FROM rf.patients;
SELECT count(*) FILTER (WHERE id > 1000) FROM rf.patients;
-- @ read: samples, rolls of dice and the rows' own places
SELECT setseed(0.5);
SELECT count(*) FROM rf.patients TABLESAMPLE BERNOULLI (50);
SELECT count(*) FROM rf.patients TABLESAMPLE SYSTEM (50);
SELECT setseed(0.5), random() FROM rf.patients WHERE random() < 0.5 AND id < 10;
SELECT count(*) FROM rf.patients WHERE random() < 0.5;
SELECT ctid FROM rf.patients;
SELECT tableoid FROM rf.patients;
SELECT xmin, xmax FROM rf.patients;
SELECT ctid FROM rf.patients WHERE ctid BETWEEN '(0,0)'::tid AND '(4294967295,0)'::tid;
-- @ fail: by a division, a cast, a number that is too large, a document that has another form
SELECT id FROM rf.patients WHERE 1 / (CASE WHEN id > 900 THEN 0 ELSE 1 END) = 1 ORDER BY 1;
SELECT id FROM rf.patients WHERE name::text = 'n1' OR substr(name, 2)::int > 5 ORDER BY 1;
SELECT id FROM rf.patients WHERE big::int > 3 ORDER BY 1;
SELECT id FROM rf.patients WHERE cost::float8 > 3 ORDER BY 1;
SELECT id FROM rf.patients WHERE cost = 5::float8;
SELECT id FROM rf.patients WHERE big = 5::oid;
SELECT id FROM rf.patients WHERE big = '5'::int2;
SELECT id FROM rf.patients WHERE id = 5.0::float8;
SELECT id FROM rf.patients WHERE born = '1980-01-06'::timestamptz;
SELECT sum(big::int) FROM rf.patients;
SELECT jsonb_object_keys(doc) FROM rf.patients WHERE id < 4 ORDER BY 1;
SELECT id FROM rf.patients WHERE doc @> '{"k": 3}';
SELECT sqrt(20 - score) FROM rf.patients WHERE score > 18 ORDER BY 1;
SELECT count(*) FROM rf.patients p JOIN rf.free f ON 100 / (21 - p.score) = f.id;
SELECT id FROM rf.patients ORDER BY 1 / (21 - score), id LIMIT 2;
SELECT id FROM rf.patients GROUP BY id HAVING 1 / (21 - id) >= 0 ORDER BY 1 LIMIT 2;
-- @ fail: of a value that is converted for each row
SET plan_cache_mode = force_generic_plan;
PREPARE u (text, float8) AS SELECT count(*) FROM rf.kid WHERE owner = $1 AND id = $2;
EXECUTE u ('o1', 1e300);
EXECUTE u ('o2', 1e300);
EXECUTE u ('o3', 1e300);
EXECUTE u ('o4', 1e300);
EXECUTE u ('o5', 1e300);
EXECUTE u ('o6', 1e300);
EXECUTE u ('o7', 1e300);
EXECUTE u ('o8', 1e300);
EXECUTE u ('agent@dev-stack', 2);
SELECT count(*) FROM rf.kid WHERE id = 99999999999999999999;
SELECT count(*) FROM rf.kid WHERE id IN (1, 1e300);
-- @ fail: in what is asked beside it
SELECT f.id FROM rf.free f WHERE EXISTS (SELECT 1 FROM rf.patients p WHERE p.id > 900 AND 1 / (f.id - f.id) = 1);
SELECT CASE WHEN (SELECT count(*) FROM rf.patients WHERE archived) > 0 THEN 1 / 0 ELSE 1 END;
-- @ write: what a key tells
INSERT INTO rf.patients (id, ward, name) VALUES (5, 'west', 'n5');
INSERT INTO rf.patients (id, ward, name) SELECT i, 'west', 'x' || i FROM generate_series(1, 100) i ON CONFLICT DO NOTHING;
UPDATE rf.patients SET name = 'n2';
UPDATE rf.patients SET score = score + 1 WHERE 1 / (21 - score) > 5;
DELETE FROM rf.patients WHERE id > 900;
DELETE FROM rf.patients WHERE id = 5 RETURNING *;
MERGE INTO rf.patients p USING rf.free f ON p.id = f.id WHEN MATCHED THEN DO NOTHING WHEN NOT MATCHED THEN INSERT (id, ward) VALUES (f.id, 'west');
TRUNCATE rf.patients CASCADE;
TRUNCATE rf.clinics CASCADE;
COPY rf.patients (id, ward) FROM STDIN;
-- @ write: what a foreign key tells, in either direction, and what it does by itself
BEGIN;
INSERT INTO rf.letters (patient, body) VALUES (1009, 'x');
ROLLBACK;
BEGIN;
UPDATE rf.letters SET patient = patient + 1000 WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE rf.letters SET body = 'y' WHERE id = 1;
ROLLBACK;
BEGIN;
DELETE FROM rf.wards WHERE name = 'w3';
ROLLBACK;
BEGIN;
UPDATE rf.wards SET name = name || 'x' WHERE name IN ('w4', 'w5');
ROLLBACK;
BEGIN;
DELETE FROM rf.clinics WHERE id = 2;
ROLLBACK;
BEGIN;
UPDATE rf.wards SET floor = 2 WHERE name = 'w5';
ROLLBACK;
SELECT xmax = 0 FROM rf.wards ORDER BY name LIMIT 3;
SELECT name FROM rf.wards WHERE name = 'w3' FOR UPDATE;
-- @ write: elsewhere, from what is seen
BEGIN;
CREATE TEMP TABLE mine AS SELECT id, name FROM rf.patients;
SELECT count(*) FROM mine;
INSERT INTO mine SELECT id, name FROM rf.patients;
UPDATE mine SET name = p.ward FROM rf.patients p WHERE p.id = mine.id;
DELETE FROM mine USING rf.patients p WHERE p.id = mine.id;
SELECT count(*) FROM mine;
INSERT INTO rf.free SELECT 1000 + id, name FROM rf.patients;
UPDATE rf.free SET note = 'z' WHERE id IN (SELECT score FROM rf.patients);
ROLLBACK;
-- @ write: locks of rows
BEGIN;
SELECT id FROM rf.patients WHERE id = 5 FOR UPDATE;
ROLLBACK;
BEGIN;
SELECT f.id FROM rf.free f JOIN rf.patients p ON p.score = f.id FOR UPDATE OF f SKIP LOCKED;
ROLLBACK;
-- @ write: definitions over it
CREATE UNIQUE INDEX ON rf.patients (score);
ALTER TABLE rf.patients ADD CHECK (score < 10);
CREATE TABLE rf.more (id int REFERENCES rf.patients (id));
CREATE VIEW rf.other AS SELECT * FROM rf.patients;
CREATE TEMP VIEW other AS SELECT * FROM rf.patients;
CREATE TABLE rf.child () INHERITS (rf.patients);
REFRESH MATERIALIZED VIEW rf.m_patients;
CLUSTER rf.patients USING patients_pkey;
DROP TABLE rf.wards CASCADE;
-- @ around: views, and views of those, and what is stored
SELECT * FROM rf.v_patients ORDER BY id;
SELECT * FROM rf.v_again ORDER BY id;
SELECT * FROM rf.v_count;
SELECT * FROM rf.v_exists ORDER BY id;
SELECT * FROM rf.m_patients ORDER BY id;
SELECT * FROM rf.m_wards ORDER BY ward;
SELECT * FROM rf.v_last;
SELECT last_value FROM rf.v_sequences WHERE sequencename = 'patient_ids';
SELECT * FROM rf.v_next;
SELECT * FROM rf.v_sizes;
UPDATE rf.v_patients SET name = 'x' WHERE id = 5;
SELECT * FROM rf.looked ORDER BY id;
SELECT id, (p).name FROM rf.holder;
SELECT * FROM rf.secured ORDER BY id;
-- @ around: families
SELECT * FROM rf.events ORDER BY id;
SELECT count(*) FROM rf.events_rest;
SELECT * FROM rf.events_west ORDER BY id;
SELECT * FROM rf.base ORDER BY id;
SELECT * FROM ONLY rf.base ORDER BY id;
SELECT * FROM rf.kid ORDER BY id;
INSERT INTO rf.events VALUES (1, 'west', 'x');
INSERT INTO rf.base VALUES (1, 'x');
-- @ around: chosen by a protected value
SELECT id, result, label FROM rf.tests ORDER BY id;
SELECT count(*) FROM rf.tests WHERE label > 't';
SELECT id FROM rf.tests WHERE result > 50;
SELECT id FROM rf.tests LIMIT 4;
-- @ count: what the server has counted or guesses
SELECT reltuples, relpages FROM pg_class WHERE relname IN ('patients', 'events_rest', 'patients_pkey', 'kid') ORDER BY relname;
SELECT n_live_tup FROM pg_stat_user_tables WHERE relname = 'patients';
SELECT pg_stat_get_live_tuples('rf.patients'::regclass);
SELECT pg_relation_size('rf.patients'), pg_total_relation_size('rf.patients'), pg_table_size('rf.kid');
SELECT pg_indexes_size('rf.patients'), pg_database_size(current_database());
SELECT ('rf.patients'::regclass).pg_relation_size;
SELECT last_value FROM rf.patient_ids;
SELECT last_value FROM pg_sequences WHERE sequencename = 'patient_ids';
SELECT pg_sequence_last_value('rf.patient_ids');
SELECT nextval('rf.patient_ids');
SELECT nextval('"rf"."patient_ids"'::regclass);
SELECT nextval(c.oid) FROM pg_class c WHERE relname = 'patient_ids';
SELECT setval('rf.patient_ids', 1);
INSERT INTO rf.alike (note) VALUES ('x') RETURNING id;
INSERT INTO rf.domained (y) VALUES (1) RETURNING x;
UPDATE rf.domained SET x = DEFAULT RETURNING x;
BEGIN;
CREATE TEMP TABLE own (LIKE rf.alike INCLUDING DEFAULTS);
INSERT INTO own DEFAULT VALUES RETURNING id;
ROLLBACK;
BEGIN;
CREATE TEMP TABLE own (id int DEFAULT nextval('rf.patient_ids'));
INSERT INTO own DEFAULT VALUES RETURNING id;
ROLLBACK;
SELECT * FROM pg_stats WHERE tablename = 'patients';
-- @ count: plans
EXPLAIN SELECT * FROM rf.patients;
EXPLAIN (COSTS off) SELECT * FROM rf.patients WHERE id = 5;
EXPLAIN ANALYZE SELECT * FROM rf.patients;
EXPLAIN SELECT * FROM rf.free JOIN rf.patients USING (id);
EXPLAIN SELECT * FROM rf.v_count;
EXPLAIN UPDATE rf.letters SET patient = 3;
ANALYZE VERBOSE rf.patients;
VACUUM VERBOSE rf.patients;
-- @ session: cursors and prepared statements
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id FROM rf.patients ORDER BY id;
FETCH 3 FROM c;
MOVE ALL FROM c;
FETCH BACKWARD 2 FROM c;
CLOSE c;
DECLARE d CURSOR WITH HOLD FOR SELECT id FROM rf.patients ORDER BY id;
COMMIT;
FETCH ALL FROM d;
PREPARE q (int) AS SELECT name FROM rf.patients WHERE id = $1;
EXECUTE q (5);
EXECUTE q (1009);
EXPLAIN EXECUTE q (5);
-- @ session: settings that say who is behind it
SET chaperone.row_1 = 'o1';
SELECT set_config('chaperone.row_1', 'o1', false);
SELECT current_setting('chaperone.row_1');
SHOW chaperone.row_1;
RESET ALL;
DISCARD ALL;
SELECT count(*) FROM rf.kid;
SET row_security = off;
SELECT count(*) FROM rf.kid;
SELECT count(*) FROM rf.looked;
