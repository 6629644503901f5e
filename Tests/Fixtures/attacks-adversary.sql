-- Attempts to tell twin databases apart on the schema of adversary.sql with the policy of adversary.yaml, by somebody
-- who has read the source. Same form as attacks.sql. Most were leaks once; the word before the colon is the kind:
--   order        order of rows and of storage, counters, predicate locks
--   code         code that no statement names: triggers, foreign keys, domains, casts, operators, procedures
--   constraint   constraints, at any depth, that answer with a bit of a protected value
--   view         views computed whole, views over statistics, over row security
--   target       the raw rows of a write
--   definition   definitions of temporary tables
--   mask         masks that settings change, or whose groups tell
--   name         names that mean two things, the lane's own among them
--   message      what the server says outside the statement's own answer
--   copy         copies of masked rows, and names that mean one
--   rows         row security that settings or protected values decide
-- @ order: index (secret, kind), condition on kind
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT id FROM adv.idx1 WHERE kind = 3;
SELECT id, row_number() OVER () FROM adv.idx1 WHERE kind = 2;
SELECT id FROM adv.idx1 WHERE kind IN (1, 4) LIMIT 5;
SELECT array_agg(id) FROM adv.idx1 WHERE kind = 1;
-- @ order: index (kind, code), code open for lookup: equality
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT id FROM adv.idx3 WHERE kind = 3;
SELECT id FROM adv.idx3 ORDER BY kind;
-- @ order: index (secret, kind), update and returning
BEGIN;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
UPDATE adv.idx1 SET n = 1 WHERE kind = 2 RETURNING id;
DELETE FROM adv.idx1 WHERE kind = 4 RETURNING id;
ROLLBACK;
-- @ order: the condition of a write, shown by where new rows lie
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
UPDATE adv.idx2 SET n = 7 WHERE kind = 3;
SET LOCAL enable_seqscan = on;
SET LOCAL enable_indexscan = off;
SET LOCAL enable_indexonlyscan = off;
SELECT id FROM adv.idx2 WHERE n = 7;
ROLLBACK;
-- @ order: the condition of a write, shown by a sequence
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
UPDATE adv.idx1 SET n = nextval('adv.seq') WHERE kind = 1;
SELECT id, n - min(n) OVER () FROM adv.idx1 WHERE kind = 1 ORDER BY id;
ROLLBACK;
-- @ order: an index with the protected column in between, in an expression, beside, and in its predicate
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
SELECT id FROM adv.many WHERE kind = 1 AND grp = 2;
SELECT id FROM adv.many WHERE grp = 2;
SELECT id FROM adv.many WHERE n = 3;
SELECT id FROM adv.many WHERE note = 'note' AND n = 3;
SELECT id FROM adv.many ORDER BY kind LIMIT 9;
SELECT id FROM adv.many ORDER BY grp, id LIMIT 9;
SELECT max(id) FROM adv.many GROUP BY kind;
-- @ order: a cursor walks the index
SET enable_seqscan = off;
SET enable_bitmapscan = off;
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT id FROM adv.idx2 WHERE kind = 3;
FETCH 2 FROM c;
FETCH LAST FROM c;
ROLLBACK;
-- @ order: a join fetches by the index
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SELECT p.id, m.id FROM adv.plain p JOIN adv.many m ON m.kind = p.id WHERE p.id < 3;
SELECT m.id FROM adv.plain p, LATERAL (SELECT id FROM adv.idx2 WHERE kind = p.id LIMIT 1) m WHERE p.id < 4;
SELECT id FROM adv.idx1 WHERE kind = ANY ('{2,3}') AND id > 0;
-- @ order: a partition's index
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT id FROM adv.visits WHERE note = 'note' AND area < 10;
SELECT id FROM adv.visits_low WHERE note = 'note';
-- @ order: distinct, groups and merges by the index
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_hashagg = off;
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT DISTINCT ON (kind) kind, id FROM adv.idx2;
SELECT kind, string_agg(id::text, ',') FROM adv.idx2 GROUP BY kind;
SELECT a.id, b.id FROM adv.idx2 a JOIN adv.many b ON b.kind = a.kind WHERE a.id < 9 LIMIT 20;
-- @ order: rows are inserted in the order of an index
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
CREATE TEMP TABLE o (n int GENERATED ALWAYS AS IDENTITY, id int);
INSERT INTO o (id) SELECT id FROM adv.idx2 WHERE kind = 3;
SELECT n, id FROM o;
INSERT INTO adv.booked (ward) SELECT id FROM adv.many WHERE kind = 1 AND n = 2;
SELECT id - min(id) OVER (), ward FROM adv.booked WHERE note IS NULL ORDER BY id;
ROLLBACK;
-- @ order: locks taken in the order of an index
SET enable_seqscan = off;
SET enable_bitmapscan = off;
BEGIN;
SELECT id FROM adv.idx2 WHERE kind = 3 LIMIT 1 FOR UPDATE;
SELECT id FROM adv.idx1 WHERE kind = 3 FOR UPDATE SKIP LOCKED;
ROLLBACK;
-- @ order: size of an index row
BEGIN;
UPDATE adv.long SET note = left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), 2645) WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.long SET note = left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), 2655) WHERE id = 2;
ROLLBACK;
BEGIN;
UPDATE adv.long SET note = left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), 2650) WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.long SET note = left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), 2660) WHERE id = 4;
ROLLBACK;
BEGIN;
UPDATE adv.long SET note = left((SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 90) i), 2650) WHERE id = 5;
ROLLBACK;
-- @ order: how a value is stored tells another's length
BEGIN;
UPDATE adv.memo SET note = repeat('y', 1960) WHERE id < 12;
SELECT id, pg_column_size(note) FROM adv.memo WHERE id < 12 ORDER BY id;
SELECT id, pg_column_compression(note) FROM adv.memo WHERE id < 12 ORDER BY id;
SELECT id FROM adv.memo WHERE pg_column_size(note) < 100 ORDER BY id;
SELECT (note).pg_column_size FROM adv.memo WHERE id < 12 ORDER BY id;
COPY (SELECT pg_column_size(note) FROM adv.memo ORDER BY id) TO STDOUT;
SELECT sum(pg_column_size(m)) FROM adv.memo m WHERE id < 12;
ROLLBACK;
BEGIN;
UPDATE adv.memo SET note = repeat('y', 1955) WHERE id < 12 RETURNING pg_column_size(note);
ROLLBACK;
-- @ order: predicate locks tell which page of an index was read
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT id FROM adv.lk WHERE code = '50000000000';
SELECT relation::regclass, locktype, page, tuple FROM pg_locks WHERE mode = 'SIReadLock' ORDER BY 1, 2, 3, 4;
ROLLBACK;
SET default_transaction_isolation = serializable;
BEGIN;
SELECT id FROM adv.lk WHERE code IN ('10000000000', '30000000000', '70000000000');
SELECT count(DISTINCT page), min(page), max(page) FROM pg_locks WHERE mode = 'SIReadLock';
SELECT (l).page, (l).mode FROM pg_locks l WHERE l.mode = 'SIReadLock' ORDER BY 1;
SELECT page FROM pg_lock_status() WHERE mode = 'SIReadLock';
ROLLBACK;
-- @ order: counters of updates that touch no index
BEGIN;
UPDATE adv.idx1 SET secret = '246293' WHERE id < 20;
SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = 'idx1';
SELECT pg_stat_get_xact_tuples_hot_updated('adv.idx1'::regclass);
ROLLBACK;
BEGIN;
UPDATE adv.many SET note = 'other' WHERE id < 20;
SELECT relname, n_tup_hot_upd FROM pg_stat_xact_all_tables WHERE relname = 'many';
SELECT t FROM pg_stat_xact_user_tables t WHERE relname = 'many';
ROLLBACK;
-- @ order: other counters of a transaction
BEGIN;
SET LOCAL enable_seqscan = off;
SELECT id FROM adv.many WHERE n = 3 AND kind = 1;
SELECT relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'many';
SELECT funcname, calls FROM pg_stat_xact_user_functions;
SELECT * FROM pg_statio_user_tables WHERE relname = 'many';
SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes WHERE relname = 'many' ORDER BY 1;
ROLLBACK;
-- @ code: a foreign key's action makes the protected table speak
UPDATE adv.clinic SET id = 5000 WHERE id = 2;
BEGIN;
SAVEPOINT a;
UPDATE adv.clinic SET id = 5000 WHERE id = 3;
ROLLBACK TO a;
COMMIT;
-- @ code: a trigger of the protected table, run by a cascade
BEGIN;
UPDATE adv.parent SET id = 500 WHERE id = 3;
ROLLBACK;
-- @ code: a trigger that only a partition has
BEGIN;
UPDATE adv.ptab SET note = 'x' WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.ptab1 SET note = 'x' WHERE id = 3;
ROLLBACK;
BEGIN;
INSERT INTO adv.visits VALUES (900, 15, 'given', 'note');
UPDATE adv.visits SET area = 12 WHERE id = 3;
ROLLBACK;
-- @ code: a cascade to the second degree ends in a trigger
BEGIN;
DELETE FROM adv.region WHERE id = 4;
ROLLBACK;
BEGIN;
DELETE FROM adv.site WHERE region_id = 5;
ROLLBACK;
-- @ code: the same by MERGE, by a CTE, by COPY
BEGIN;
MERGE INTO adv.region r USING (VALUES (4)) AS v(i) ON r.id = v.i WHEN MATCHED THEN DELETE;
ROLLBACK;
BEGIN;
WITH gone AS (DELETE FROM adv.region WHERE id = 6 RETURNING id) SELECT id FROM gone;
ROLLBACK;
BEGIN;
INSERT INTO adv.parent VALUES (3) ON CONFLICT (id) DO UPDATE SET id = 700;
ROLLBACK;
-- @ code: a deferred trigger speaks at COMMIT
BEGIN;
UPDATE adv.late SET note = 'x' WHERE id = 3;
COMMIT;
BEGIN;
UPDATE adv.late SET note = 'bad' WHERE id = 3;
COMMIT;
-- @ code: a deferred trigger speaks at SET CONSTRAINTS
BEGIN;
UPDATE adv.late SET note = 'x' WHERE id = 4;
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK;
BEGIN;
SET CONSTRAINTS late_say IMMEDIATE;
UPDATE adv.late SET note = 'x' WHERE id = 4;
ROLLBACK;
-- @ code: a deferred trigger speaks behind another statement of the same string
UPDATE adv.late SET note = 'bad' WHERE id = 5; SELECT 1;
BEGIN; UPDATE adv.late SET note = 'bad' WHERE id = 5; COMMIT; SELECT 1;
-- @ code: a deferred trigger speaks at the end of a chain
BEGIN;
UPDATE adv.late SET note = 'bad' WHERE id = 6;
COMMIT AND CHAIN;
ROLLBACK;
BEGIN;
UPDATE adv.late SET note = 'bad' WHERE id = 6;
END;
BEGIN;
UPDATE adv.late SET note = 'bad' WHERE id = 6;
PREPARE TRANSACTION 'late';
ROLLBACK;
-- @ code: a view's trigger and a view's rule
BEGIN;
UPDATE adv.v_trigger SET note = 'x' WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.v_rule SET note = 'x' WHERE id = 3;
SELECT id, reverse(note) FROM adv.plain WHERE id = 3;
ROLLBACK;
-- @ code: triggers with conditions, and of statements
BEGIN;
UPDATE adv.watched SET note = 'x' WHERE id < 9;
SELECT count(*) FROM adv.seen;
ROLLBACK;
-- @ code: a trigger of the server's own, where a protected value says so
BEGIN;
UPDATE adv.redundant SET note = note;
UPDATE adv.redundant SET note = note WHERE id < 5 RETURNING id;
INSERT INTO adv.redundant VALUES (3, 'x', 'x') ON CONFLICT (id) DO UPDATE SET note = redundant.note;
ROLLBACK;
-- @ code: a domain's check by a table's column
INSERT INTO adv.dom (id, v) VALUES (2, '7');
INSERT INTO adv.dom (id, v) VALUES (2, '8');
UPDATE adv.dom SET v = '7' WHERE id = 1;
UPDATE adv.dom SET v = '8' WHERE id = 1;
-- @ code: a domain's check by jsonb_populate_record
SELECT jsonb_populate_record(d, '{"v": "7"}') IS NULL FROM adv.dom d WHERE id = 1;
SELECT jsonb_populate_record(d, '{"v": "8"}') IS NULL FROM adv.dom d WHERE id = 1;
SELECT json_populate_record(d, '{"v": "7"}') IS NULL FROM adv.dom d WHERE id = 1;
SELECT (d.jsonb_populate_record('{"v": "8"}')).v FROM adv.dom d WHERE id = 1;
SELECT v FROM adv.dom d, LATERAL jsonb_populate_recordset(d, '[{"v": "7"}, {"v": "8"}]') r WHERE d.id = 1;
SELECT populated FROM adv.held h, LATERAL jsonb_populate_record(h.h, '{"v": "8"}') populated;
-- @ code: a domain within an array, a composite, another domain
BEGIN;
INSERT INTO adv.held VALUES (2, '(1,8)', NULL);
ROLLBACK;
BEGIN;
INSERT INTO adv.held VALUES (2, ROW(1, '7'), NULL);
ROLLBACK;
BEGIN;
INSERT INTO adv.held (id, many) VALUES (2, '{8}');
ROLLBACK;
BEGIN;
UPDATE adv.held SET h.v = '7' WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.held SET many[1] = '8' WHERE id = 1;
ROLLBACK;
BEGIN;
COPY adv.held (id, many) FROM STDIN;
ROLLBACK;
-- @ code: a domain through what a query gives
SELECT v FROM adv.dom WHERE v = '8'::text UNION SELECT '7';
SELECT CASE WHEN id = 1 THEN v ELSE '8' END FROM adv.dom;
SELECT coalesce(NULL, v) FROM adv.dom UNION ALL VALUES ('7');
SELECT ARRAY(SELECT v FROM adv.dom) || '{8}';
INSERT INTO adv.dom SELECT 3, left('8' || note, 1) FROM adv.plain WHERE id = 3;
SELECT * FROM json_to_record('{"v": "8"}') AS r(v adv.known);
SELECT * FROM ROWS FROM (json_to_record('{"v": "7"}') AS (v adv.known_short)) r;
SELECT * FROM XMLTABLE('/a' PASSING '<a>8</a>' COLUMNS v adv.known PATH '.') x;
-- @ code: a default that reads
INSERT INTO adv.dflt (id) VALUES (1) RETURNING reverse(x);
INSERT INTO adv.dflt VALUES (2, DEFAULT) RETURNING reverse(x);
INSERT INTO adv.dflt DEFAULT VALUES;
UPDATE adv.dflt SET x = DEFAULT;
SELECT id, reverse(x) FROM adv.dflt ORDER BY id;
-- @ code: a check that reads
INSERT INTO adv.chk VALUES (1, '7');
INSERT INTO adv.chk VALUES (1, '8');
MERGE INTO adv.chk c USING (VALUES ('7')) AS v(x) ON false WHEN NOT MATCHED THEN INSERT VALUES (2, v.x);
WITH n AS (INSERT INTO adv.chk VALUES (1, '8') RETURNING 1) SELECT * FROM n;
-- @ code: a cast by assignment
BEGIN;
DELETE FROM adv.plain;
INSERT INTO adv.plain (id, note) SELECT (k).id, k FROM adv.keyed;
SELECT id, reverse(note) FROM adv.plain ORDER BY id;
ROLLBACK;
BEGIN;
UPDATE adv.plain p SET note = k.k FROM adv.keyed k WHERE p.id = 3 AND (k.k).id = 3;
SELECT id, reverse(note) FROM adv.plain WHERE id = 3;
ROLLBACK;
BEGIN;
INSERT INTO adv.plain VALUES (3, 'x') ON CONFLICT (id) DO UPDATE SET note = (SELECT k FROM adv.keyed LIMIT 1);
SELECT id, reverse(note) FROM adv.plain WHERE id = 3;
ROLLBACK;
BEGIN;
MERGE INTO adv.plain p USING adv.keyed k ON p.id = (k.k).id WHEN MATCHED THEN UPDATE SET note = k.k;
SELECT id, reverse(note) FROM adv.plain WHERE id = 3;
ROLLBACK;
-- @ code: an implicit cast
SELECT reverse(k) FROM adv.loosened ORDER BY id;
SELECT id FROM adv.loosened WHERE k || '' > '5' ORDER BY id;
SELECT string_agg(k, ',') FROM adv.loosened;
SELECT (k).reverse FROM adv.loosened ORDER BY id;
SELECT k LIKE '7%' FROM adv.loosened ORDER BY id;
SELECT id, CASE WHEN true THEN k ELSE 'x' END FROM adv.loosened ORDER BY id;
SELECT coalesce(k, 'x') FROM adv.loosened ORDER BY id;
SELECT to_tsvector('simple', k) FROM adv.loosened ORDER BY id;
SELECT k FROM adv.loosened UNION ALL SELECT 'x'::text;
-- @ code: an operator that BETWEEN means
SET search_path = adv, pg_catalog;
SELECT p.note BETWEEN k.k AND k.k FROM adv.plain p, adv.keyed k WHERE p.id = 1;
SELECT ('400' || left(p.note, 0)) BETWEEN k.k AND ('x'||'y') FROM adv.plain p, adv.keyed k WHERE p.id = 1;
SELECT ('800' || left(p.note, 0)) BETWEEN k.k AND ('x'||'y') FROM adv.plain p, adv.keyed k WHERE p.id = 1;
SELECT ('800' || left(p.note, 0)) NOT BETWEEN SYMMETRIC k.k AND k.k FROM adv.plain p, adv.keyed k WHERE p.id = 1;
-- @ code: operators that IN, USING, CASE, NULLIF, row comparison and DISTINCT mean
SELECT id FROM adv.ranked WHERE k IN (SELECT k FROM adv.ranked WHERE id = 3) ORDER BY id;
SELECT id FROM adv.ranked r WHERE r.k = ANY (ARRAY(SELECT k FROM adv.ranked WHERE id = 3)) ORDER BY id;
SELECT a.id, b.id FROM adv.ranked a JOIN adv.ranked b USING (k) ORDER BY 1, 2;
SELECT a.id FROM (SELECT k, id FROM adv.ranked) a NATURAL JOIN (SELECT k FROM adv.ranked WHERE id = 3) b ORDER BY 1;
SELECT id, CASE k WHEN (SELECT k FROM adv.ranked WHERE id = 3) THEN 1 ELSE 0 END FROM adv.ranked ORDER BY id;
SELECT id, NULLIF(k, (SELECT k FROM adv.ranked WHERE id = 3)) IS NULL FROM adv.ranked ORDER BY id;
SELECT id FROM adv.ranked WHERE (k, 1) < (SELECT k, 1 FROM adv.ranked WHERE id = 3) ORDER BY id;
SELECT id FROM adv.ranked WHERE k IS DISTINCT FROM (SELECT k FROM adv.ranked WHERE id = 3) ORDER BY id;
-- @ code: operators that sorting, grouping and aggregates mean
SELECT id FROM adv.ranked ORDER BY k;
SELECT id FROM adv.ranked ORDER BY k USING OPERATOR(adv.#<);
SELECT id FROM adv.ranked ORDER BY k USING #>;
SELECT count(*) FROM adv.ranked GROUP BY k ORDER BY 1;
SELECT DISTINCT ON (k) id FROM adv.ranked;
SELECT count(DISTINCT k) FROM adv.ranked;
SELECT id, rank() OVER (ORDER BY k) FROM adv.ranked ORDER BY id;
SELECT greatest(k, (SELECT k FROM adv.ranked WHERE id = 3)) FROM adv.ranked ORDER BY id;
SELECT k FROM adv.ranked INTERSECT SELECT k FROM adv.ranked WHERE id = 3;
SELECT array_agg(id ORDER BY k) FROM adv.ranked;
SELECT ARRAY(SELECT k FROM adv.ranked WHERE id < 3) < ARRAY(SELECT k FROM adv.ranked WHERE id > 5);
SELECT ROW(k) < ROW((SELECT k FROM adv.ranked WHERE id = 3)) FROM adv.ranked ORDER BY id;
SELECT r FROM adv.ranked r ORDER BY r;
-- @ code: a call in attribute notation, of a function that nobody may name
SELECT (3).ssn_of;
SELECT id.ssn_of FROM (SELECT 3) AS x(id);
SELECT (k).key_text FROM adv.keyed;
SELECT k.k.key_text FROM adv.keyed k;
SELECT (r.k).rank_of FROM adv.ranked r ORDER BY id;
SELECT ('3'::text).upper;
SELECT (ARRAY[3])[1].ssn_of;
SELECT (SELECT 3).ssn_of;
-- @ code: aggregates of one's own, in every place
SELECT adv.brightest(3);
SELECT brightest(id) FROM adv.plain WHERE id < 4;
SELECT x.brightest FROM (SELECT 3 AS id) x;
SELECT (id).brightest FROM adv.plain WHERE id = 3;
-- @ code: call of another procedure of the same name
BEGIN;
SET search_path = other, adv;
CALL tidy();
SELECT id, reverse(note) FROM adv.plain WHERE id > 100 ORDER BY id;
ROLLBACK;
BEGIN;
CALL adv.tidy('x');
CALL adv.tidy(NULL);
CALL adv.tidy(x => 'x');
ROLLBACK;
CALL speak(3);
CALL other.speak(i => 3);
-- @ code: what a search path changes of a call
SET search_path = other, pg_catalog;
SELECT upper('x');
SELECT ('x'::text).upper;
SELECT note.upper FROM (SELECT 'x'::text) AS t(note);
-- @ constraint: a check with a column open for lookups
BEGIN;
SAVEPOINT s;
UPDATE adv.stay SET discharge = '2021-06-01' WHERE id = 1;
ROLLBACK TO s;
UPDATE adv.stay SET discharge = '2021-06-01' WHERE id = 2;
ROLLBACK TO s;
UPDATE adv.stay SET discharge = '2021-06-01' WHERE id = 3;
ROLLBACK TO s;
UPDATE adv.stay SET discharge = '2021-06-01' WHERE id = 4;
ROLLBACK TO s;
MERGE INTO adv.stay s USING (VALUES (2)) AS v(i) ON s.id = v.i WHEN MATCHED THEN UPDATE SET discharge = '2021-06-01';
ROLLBACK TO s;
INSERT INTO adv.stay VALUES (3, '2021-01-01', '2021-02-01') ON CONFLICT (id) DO UPDATE SET discharge = '2021-06-01';
ROLLBACK;
-- @ constraint: order by a cascade, and by one of the second degree
BEGIN;
UPDATE adv.ward SET id = 1052 WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.ward SET id = 1052 WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.region SET id = 1052 WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.region SET id = 1052 WHERE id = 2;
ROLLBACK;
BEGIN;
UPDATE adv.region SET id = 1053 WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.site SET region_id = 1053 WHERE region_id = 4;
ROLLBACK;
-- @ constraint: a status by SET NULL
BEGIN;
DELETE FROM adv.dept WHERE id = 1;
ROLLBACK;
BEGIN;
DELETE FROM adv.dept WHERE id = 3;
ROLLBACK;
BEGIN;
WITH d AS (DELETE FROM adv.dept WHERE id IN (1, 3, 5) RETURNING id) SELECT count(*) FROM d;
ROLLBACK;
-- @ constraint: a check that a written column shares with a protected one
BEGIN;
UPDATE adv.emp SET dept_id = NULL WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.emp SET dept_id = NULL WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.bed SET ward_id = 7 WHERE id = 3;
ROLLBACK;
-- @ constraint: a partial unique index whose predicate is protected
BEGIN;
SAVEPOINT s;
INSERT INTO adv.visit (id, patient) VALUES (901, 1);
ROLLBACK TO s;
INSERT INTO adv.visit (id, patient) VALUES (901, 2);
ROLLBACK TO s;
INSERT INTO adv.visit (id, patient) VALUES (901, 3);
ROLLBACK TO s;
UPDATE adv.visit SET patient = 4 WHERE id = 1;
ROLLBACK TO s;
INSERT INTO adv.visit (id, patient) VALUES (901, 5) ON CONFLICT DO NOTHING;
ROLLBACK TO s;
INSERT INTO adv.visit (id, patient) VALUES (901, 2) ON CONFLICT (patient) WHERE reason IS NULL DO UPDATE SET patient = 900 RETURNING id;
ROLLBACK TO s;
COPY adv.visit (id, patient) FROM STDIN;
ROLLBACK;
-- @ constraint: another partial unique index, and one that is deferred
BEGIN;
INSERT INTO adv.many (id, kind, grp, secret, note) VALUES (901, 1, 1, '600000', 'note') ON CONFLICT DO NOTHING;
ROLLBACK;
BEGIN;
UPDATE adv.many SET note = 'same' WHERE id < 9;
ROLLBACK;
BEGIN;
INSERT INTO adv.slot VALUES (901, '246293', 'x');
COMMIT;
BEGIN;
UPDATE adv.slot SET secret = '246293' WHERE id IN (1, 2);
SET CONSTRAINTS slot_secret IMMEDIATE;
ROLLBACK;
-- @ constraint: a foreign key into a protected column, deferred
BEGIN;
INSERT INTO adv.refers VALUES (1, '246293');
COMMIT;
BEGIN;
INSERT INTO adv.refers VALUES (1, '246293');
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK;
-- @ constraint: ranges that may not overlap
BEGIN;
INSERT INTO adv.stays VALUES (901, 1, '[5,20)', 'x');
ROLLBACK;
BEGIN;
INSERT INTO adv.stays VALUES (901, 2, '[5,20)', 'x') ON CONFLICT DO NOTHING;
ROLLBACK;
BEGIN;
UPDATE adv.stays SET bed = 4 WHERE id = 3;
ROLLBACK;
-- @ constraint: an expression of an index, or of its predicate, that fails for some values
BEGIN;
SAVEPOINT s;
UPDATE adv.fails SET n = 53 WHERE id < 5;
ROLLBACK TO s;
UPDATE adv.fails SET n = 54 WHERE id < 5;
ROLLBACK TO s;
UPDATE adv.fails SET m = 55 WHERE id < 5;
ROLLBACK TO s;
UPDATE adv.fails SET m = 56 WHERE id < 5;
ROLLBACK TO s;
INSERT INTO adv.fails VALUES (3, 1, 1, 'x') ON CONFLICT (id) DO UPDATE SET n = 54;
ROLLBACK;
-- @ constraint: what only one partition demands of a row that moves there
BEGIN;
SAVEPOINT s;
UPDATE adv.moved SET note = 'checked' WHERE id = 3;
ROLLBACK TO s;
UPDATE adv.moved SET note = 'checked' WHERE id = 4;
ROLLBACK TO s;
UPDATE adv.moved SET note = 'unique' WHERE id = 5;
ROLLBACK TO s;
UPDATE adv.moved SET note = 'unique' WHERE id = 6;
ROLLBACK TO s;
UPDATE adv.moved SET note = 'referring' WHERE id = 7;
ROLLBACK TO s;
UPDATE adv.moved SET note = 'referring' WHERE id = 8;
ROLLBACK TO s;
WITH m AS (UPDATE adv.moved SET note = 'checked' WHERE id IN (9, 10) RETURNING id) SELECT count(*) FROM m;
ROLLBACK;
-- @ constraint: the shape of a hidden member
BEGIN;
SAVEPOINT s;
UPDATE adv.shape SET doc['phone']['b'] = '1' WHERE id = 1;
ROLLBACK TO s;
UPDATE adv.shape SET doc['phone']['b'] = '1' WHERE id = 2;
ROLLBACK TO s;
UPDATE adv.shape SET doc['phone'][0] = '1' WHERE id = 3;
ROLLBACK TO s;
UPDATE adv.shape SET tags[3] = 'x' WHERE id < 9 RETURNING tags;
ROLLBACK TO s;
UPDATE adv.shape SET tags[2:3] = '{x,y}' WHERE id = 1;
ROLLBACK TO s;
INSERT INTO adv.shape VALUES (1, NULL, NULL) ON CONFLICT (id) DO UPDATE SET doc['phone']['b'] = '1';
ROLLBACK TO s;
MERGE INTO adv.shape s USING (VALUES (2)) AS v(i) ON s.id = v.i WHEN MATCHED THEN UPDATE SET doc['phone']['b'] = '1';
ROLLBACK;
-- @ view: for share of something beside a view that is computed whole
SELECT p.id FROM adv.plain p, adv.v_ratio_window v WHERE v.id = p.id AND v.id = 3 FOR SHARE OF p;
SELECT p.id FROM adv.plain p, adv.v_ratio_window v WHERE v.id = p.id AND v.id = 4 FOR SHARE OF p;
SELECT p.id FROM adv.plain p, adv.v_ratio_distinct v WHERE v.id = p.id AND v.id < 9 FOR UPDATE OF p;
SELECT p.id FROM adv.plain p JOIN adv.v_ratio_order v USING (id) WHERE p.id < 9 FOR NO KEY UPDATE OF p;
SELECT p.id FROM adv.plain p, adv.v_ratio_union v WHERE v.id = p.id AND v.id < 9 FOR KEY SHARE OF p;
SELECT p.id FROM adv.plain p, adv.v_ratio_group v WHERE v.kind = p.id FOR SHARE OF p;
-- @ view: update from, and delete using, a view that is computed whole
BEGIN;
UPDATE adv.plain p SET note = note FROM adv.v_ratio_window v WHERE v.id = p.id AND v.id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.plain p SET note = note FROM adv.v_ratio_window v WHERE v.id = p.id AND v.id = 4;
ROLLBACK;
BEGIN;
DELETE FROM adv.plain p USING adv.v_ratio_distinct v WHERE v.id = p.id AND v.id < 9;
ROLLBACK;
BEGIN;
MERGE INTO adv.plain p USING adv.v_ratio_window v ON v.id = p.id AND v.id < 9 WHEN MATCHED THEN UPDATE SET note = 'x';
ROLLBACK;
BEGIN;
UPDATE adv.plain p SET note = note FROM (SELECT v.id, v FROM adv.v_ratio_order v) w WHERE w.id = p.id;
ROLLBACK;
-- @ view: volatile, grouped, one that yields as many rows as a value says
SELECT id FROM adv.v_ratio_volatile WHERE id = 3;
SELECT id FROM adv.v_ratio_volatile WHERE id = 4;
SELECT count(*) FROM adv.v_ratio_volatile;
SELECT kind, n FROM adv.v_ratio_group ORDER BY kind;
SELECT id FROM adv.v_ratio_union ORDER BY id;
SELECT id, count(*) FROM adv.v_series GROUP BY id ORDER BY id;
SELECT id, kind FROM adv.v_sorted;
SELECT count(*) FROM adv.v_sorted WHERE kind = 1;
-- @ view: rows as a whole
SELECT v IS NULL FROM adv.v_ratio v WHERE id < 9;
SELECT v::text FROM adv.v_ratio_order v WHERE id < 9;
SELECT to_jsonb(v) FROM adv.v_ratio_window v WHERE id < 9 ORDER BY id;
SELECT v.row_to_json FROM adv.v_ratio v WHERE id < 9;
SELECT count(v) FROM adv.v_ratio_distinct v;
-- @ view: statistics of protected columns
SELECT attname, bounds, mcv FROM mon.col_stats WHERE tablename = 'idx1' AND attname = 'secret';
SELECT count(*) FROM mon.statistic WHERE v1 LIKE '%1234%' OR v1 LIKE '%789%';
SELECT query FROM mon.activity WHERE pid = pg_backend_pid();
SELECT c.bounds FROM mon.col_stats c WHERE c.tablename = 'claim';
SELECT row_to_json(c) FROM mon.col_stats c WHERE tablename = 'claim';
SELECT max(v1) FROM mon.statistic;
-- @ view: recursive over row security
SELECT id FROM adv.v_flag ORDER BY id;
SELECT count(*) FROM adv.v_flag;
SELECT id FROM adv.v_flag_plain ORDER BY id;
SELECT id FROM adv.flag ORDER BY id;
-- @ view: temporary ones over others
BEGIN;
CREATE TEMP VIEW tv AS SELECT id, ratio FROM adv.v_ratio;
SELECT id FROM tv WHERE id < 9;
CREATE TEMP VIEW ts AS SELECT tablename, histogram_bounds::text AS b FROM pg_stats WHERE schemaname = 'adv';
SELECT b FROM ts WHERE tablename = 'claim';
CREATE TEMP RECURSIVE VIEW tr (id) AS SELECT id FROM adv.v_flag;
SELECT count(*) FROM tr;
ROLLBACK;
-- @ target: attribute notation on the raw row
BEGIN;
UPDATE adv.pat p SET note = reverse(p.row_to_json ->> 'ssn') WHERE id = 3;
SELECT note FROM adv.pat WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE adv.claim c SET status = reverse(c.to_jsonb ->> 'member') WHERE id < 4 RETURNING status;
ROLLBACK;
BEGIN;
DELETE FROM adv.claim c WHERE c.row_to_json ->> 'member' > 'MB5' RETURNING id;
ROLLBACK;
BEGIN;
MERGE INTO adv.claim c USING adv.plain p ON c.id = p.id WHEN MATCHED THEN UPDATE SET status = reverse(c.row_to_json ->> 'member');
SELECT id, status FROM adv.claim WHERE id < 4 ORDER BY id;
ROLLBACK;
BEGIN;
MERGE INTO adv.claim c USING adv.plain p ON c.id = p.id AND c.to_jsonb ->> 'member' > 'MB5' WHEN MATCHED THEN DELETE;
SELECT count(*) FROM adv.claim;
ROLLBACK;
BEGIN;
MERGE INTO adv.claim c USING adv.plain p ON c.id = p.id WHEN MATCHED AND c.member > 'MB5' THEN DELETE WHEN MATCHED THEN DO NOTHING;
SELECT count(*) FROM adv.claim;
ROLLBACK;
-- @ target: through clauses that open a scope of their own
BEGIN;
INSERT INTO adv.claim VALUES (1, 'x', 'x') ON CONFLICT (id) DO UPDATE SET status = (WITH x AS (SELECT claim.member AS m) SELECT reverse(m) FROM x);
SELECT status FROM adv.claim WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.claim SET status = (WITH x AS (SELECT reverse(member) AS m) SELECT m FROM x) WHERE id = 1;
SELECT status FROM adv.claim WHERE id = 1;
ROLLBACK;
BEGIN;
UPDATE adv.claim c SET status = (SELECT reverse(x.member) FROM (SELECT c.*) x) WHERE id = 1;
SELECT status FROM adv.claim WHERE id = 1;
ROLLBACK;
BEGIN;
MERGE INTO adv.claim c USING adv.plain p ON c.id = p.id WHEN MATCHED THEN UPDATE SET status = (WITH x AS (SELECT c.member AS m) SELECT reverse(m) FROM x);
SELECT id, status FROM adv.claim WHERE id < 4 ORDER BY id;
ROLLBACK;
-- @ definition: code in a temporary table's definition
BEGIN;
CREATE TEMP TABLE own (id int, s text DEFAULT (3).ssn_of);
INSERT INTO own (id) VALUES (1);
SELECT reverse(s) FROM own;
ALTER TABLE own ALTER COLUMN s TYPE text USING (id).ssn_of;
SELECT reverse(s) FROM own;
ALTER TABLE own ADD CHECK ((id).ssn_of > '1');
ROLLBACK;
BEGIN;
CREATE TEMP TABLE own2 (id int, v adv.known);
INSERT INTO own2 VALUES (1, '8');
ROLLBACK;
BEGIN;
CREATE TEMP TABLE own3 (k adv.rank PRIMARY KEY);
INSERT INTO own3 SELECT k FROM adv.ranked;
SELECT (k).id FROM own3 ORDER BY k;
ROLLBACK;
BEGIN;
CREATE TEMP TABLE own4 (LIKE adv.dflt INCLUDING ALL);
INSERT INTO own4 (id) VALUES (1);
SELECT reverse(x) FROM own4;
ROLLBACK;
BEGIN;
CREATE TEMP TABLE own5 (h adv.holder);
UPDATE own5 SET h.v = '8';
INSERT INTO own5 VALUES ('(1,8)');
ROLLBACK;
-- @ mask: age90 follows the time zone
SELECT id, born, seen FROM adv.old ORDER BY id;
SET TimeZone = 'X+167';
SELECT id, born FROM adv.old ORDER BY id;
SELECT id, seen FROM adv.old ORDER BY id;
SET TimeZone = 'X-167';
SELECT id, born, seen FROM adv.old ORDER BY id;
RESET TimeZone;
BEGIN;
SET LOCAL TimeZone = '<+X>96';
SELECT id FROM adv.old WHERE born > date '1900-01-01' ORDER BY born, id;
COPY (SELECT seen FROM adv.old ORDER BY id) TO STDOUT;
ROLLBACK;
-- @ mask: groups of a pseudonym that is NULL
SELECT * FROM adv.pseu ORDER BY id LIMIT 3;
SELECT n FROM adv.v_pseu ORDER BY n;
SELECT count(DISTINCT d) FROM adv.pseu;
SELECT count(*) FROM adv.v_pseu;
SELECT a.id FROM adv.pseu a JOIN adv.pseu b USING (d) ORDER BY 1;
-- @ mask: other settings
SET DateStyle = 'German';
SELECT id, born, seen FROM adv.old ORDER BY id;
SET IntervalStyle = 'sql_standard';
SET extra_float_digits = -15;
SET bytea_output = 'escape';
SELECT id, admit FROM adv.stay ORDER BY id;
SELECT id, doc, tags FROM adv.shape ORDER BY id;
-- @ name: a relation called like the lane's own
SET search_path = other, adv;
BEGIN;
UPDATE adv.pat SET note = 'x' WHERE id = 3 RETURNING (SELECT reverse(ssn) FROM chaperone_written LIMIT 1);
ROLLBACK;
BEGIN;
UPDATE adv.claim SET status = 'x' WHERE id = 3 RETURNING (SELECT max(c::text) FROM chaperone_written c);
ROLLBACK;
BEGIN;
DELETE FROM adv.idx1 WHERE id = 3 RETURNING (SELECT string_agg(secret, ',') FROM chaperone_written);
ROLLBACK;
BEGIN;
INSERT INTO adv.pat VALUES (900, 1, 'given', 'given', 'x') RETURNING (SELECT string_agg(ssn, ',') FROM "chaperone_written");
ROLLBACK;
BEGIN;
CREATE TEMP TABLE chaperone_written (ssn text);
UPDATE adv.pat SET note = 'x' WHERE id = 3 RETURNING (SELECT max(ssn) FROM chaperone_written);
WITH chaperone_written AS (SELECT 'mine' AS ssn) UPDATE adv.pat SET note = 'x' WHERE id = 3 RETURNING (SELECT max(ssn) FROM chaperone_written);
ROLLBACK;
-- @ name: search paths of every kind
SELECT line FROM log;
SELECT * FROM set_config('search_path', 'other', false);
SELECT line FROM log;
SELECT line FROM other.log;
SELECT set_config('search_path', 'other', false)::text;
SELECT set_config(name, 'other', false) FROM pg_settings WHERE name = 'search_path';
SELECT line FROM log;
-- @ name: prepared statements of long names
PREPARE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnB AS SELECT 1;
DEALLOCATE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnC;
PREPARE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnA AS UPDATE adv.pat SET clinic_id = 5000 WHERE id = 3;
EXECUTE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnB;
-- @ name: cursors of long names
BEGIN;
DECLARE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnB CURSOR FOR SELECT id FROM adv.plain;
CLOSE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnC;
DECLARE nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnA CURSOR FOR SELECT ssn FROM adv.pat ORDER BY id;
FETCH 2 FROM nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnB;
ROLLBACK;
-- @ message: notifications of a trigger
LISTEN table_change;
UPDATE adv.feed SET note = 'x' WHERE id = 3;
BEGIN;
UPDATE adv.feed SET note = 'y' WHERE id = 4;
COMMIT;
SELECT 1;
UNLISTEN *;
-- @ message: channels that are called after values
LISTEN bell;
LISTEN bell_1;
LISTEN bell_2;
LISTEN bell_3;
LISTEN bell_4;
LISTEN bell_5;
LISTEN bell_6;
LISTEN bell_7;
UPDATE adv.bell SET note = 'x' WHERE id < 9;
SELECT 1;
UNLISTEN *;
-- @ message: what a failing row holds, in every statement that may fail
UPDATE adv.pat SET clinic_id = 5000 WHERE id = 3;
UPDATE adv.pat SET clinic_id = 999 WHERE id = 3;
UPDATE adv.claim SET status = NULL WHERE id = 3;
INSERT INTO adv.claim (id, status) VALUES (3, 'x');
MERGE INTO adv.claim c USING (VALUES (3)) AS v(i) ON c.id = v.i WHEN MATCHED THEN UPDATE SET status = NULL;
UPDATE adv.visits SET area = 99 WHERE id = 3;
UPDATE adv.visits SET note = repeat(note, 3), area = NULL WHERE id = 3;
UPDATE adv.stay SET discharge = '2020-01-01' WHERE id = 3;
-- @ rows: what row security shows follows settings
SELECT set_config('app.owner', 'ann', false);
SELECT id FROM adv.tenant ORDER BY id;
SELECT id FROM adv.v_invoker ORDER BY id;
SET app.owner = 'bob';
SELECT count(*) FROM adv.tenant;
UPDATE adv.tenant SET note = 'x' RETURNING id, secret;
SET app.grade = '5';
SELECT id FROM adv.graded ORDER BY id;
SET app.grade = '4';
SELECT count(*) FROM adv.graded;
UPDATE adv.graded SET note = 'x';
-- @ copy: of masked rows, and what is made of it
DROP TABLE IF EXISTS kept.one;
CREATE TABLE kept.one AS SELECT id, ssn, name, p.*::text AS row FROM adv.pat p;
SELECT ctid, * FROM kept.one;
SELECT id FROM kept.one WHERE ssn > '***-**-0020' ORDER BY ssn DESC, reverse(row);
CREATE UNIQUE INDEX ON kept.one (name);
CREATE INDEX ON kept.one (ssn);
ALTER TABLE kept.one ADD CHECK (name > 'N5');
ALTER TABLE kept.one ALTER COLUMN name TYPE int USING name::int;
SELECT o.id FROM kept.one o JOIN adv.pat p ON p.ssn = o.ssn AND p.name = o.name ORDER BY 1;
SELECT o.id, p.ssn = o.ssn FROM kept.one o JOIN adv.pat p USING (id) ORDER BY 1;
COPY kept.one TO STDOUT;
DROP TABLE kept.one;
-- @ copy: rows are added, changed and chosen by masked values
DROP TABLE IF EXISTS kept.two;
CREATE TABLE kept.two (id int, v text);
INSERT INTO kept.two SELECT id, secret FROM adv.idx2 WHERE kind = 2;
INSERT INTO kept.two SELECT id, secret FROM adv.idx1 WHERE secret > '5' ORDER BY secret;
INSERT INTO kept.two SELECT id, d::text FROM adv.pseu;
UPDATE kept.two t SET v = p.ssn FROM adv.pat p WHERE p.id = t.id AND p.name < 'N5';
DELETE FROM kept.two t USING adv.many m WHERE m.id = t.id AND m.secret > '400000';
MERGE INTO kept.two t USING adv.pat p ON p.id = t.id AND p.name > 'N5' WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (p.id, p.name);
SELECT ctid, * FROM kept.two;
UPDATE adv.pat SET ssn = v FROM kept.two t WHERE t.id = pat.id;
INSERT INTO adv.feed SELECT id + 500, v FROM kept.two;
DROP TABLE kept.two;
-- @ copy: errors in the middle of one
CREATE TABLE kept.three AS SELECT id, 1 / (left(secret, 1)::int - 5) FROM adv.idx1;
CREATE TABLE kept.three AS SELECT id, secret::int FROM adv.idx1 ORDER BY secret;
INSERT INTO kept.three SELECT 1;
CREATE TABLE kept.three (ssn text REFERENCES adv.pat (ssn));
CREATE TABLE kept.three (LIKE adv.pat INCLUDING ALL);
CREATE TABLE kept.three () INHERITS (adv.pat);
CREATE TABLE kept.three (p adv.pat);
INSERT INTO kept.three SELECT p FROM adv.pat p;
SELECT (p).ssn FROM kept.three;
DROP TABLE IF EXISTS kept.three;
-- @ copy: whose text would be kept
CREATE VIEW kept.four AS SELECT ssn FROM adv.pat;
SELECT * FROM kept.four;
CREATE MATERIALIZED VIEW kept.five AS SELECT ssn FROM adv.pat;
SELECT * FROM kept.five;
CREATE TEMP VIEW four AS SELECT ssn FROM adv.pat;
CREATE RULE r AS ON INSERT TO kept.two DO ALSO INSERT INTO kept.two SELECT id, ssn FROM adv.pat;
-- @ copy: in the transaction that makes it
BEGIN;
CREATE TABLE kept.six AS SELECT * FROM adv.pat WITH NO DATA;
INSERT INTO kept.six SELECT * FROM adv.pat;
SELECT * FROM kept.six ORDER BY id LIMIT 5;
SELECT six.row_to_json FROM kept.six LIMIT 1;
ALTER TABLE kept.six ADD COLUMN more text DEFAULT (SELECT max(ssn) FROM adv.pat);
ALTER TABLE kept.six RENAME TO seven;
SELECT ssn FROM kept.six;
SELECT ssn FROM kept.seven;
ROLLBACK;
SELECT ssn FROM kept.six;
-- @ copy: names that mean a copy, and then something else
BEGIN;
SET LOCAL search_path = kept, adv;
CREATE TABLE pat AS SELECT id, ssn FROM adv.pat;
SELECT ssn FROM pat ORDER BY id LIMIT 3;
DROP TABLE pat;
SELECT ssn FROM pat ORDER BY id LIMIT 3;
ROLLBACK;
BEGIN;
SET LOCAL search_path = kept, adv;
SAVEPOINT s;
CREATE TABLE pat AS SELECT id, ssn FROM adv.pat;
ROLLBACK TO s;
SELECT ssn FROM pat ORDER BY id LIMIT 3;
ROLLBACK;
SET search_path = kept, adv;
CREATE TABLE pat AS SELECT id, 1 / 0 AS ssn FROM adv.pat; SELECT ssn FROM pat ORDER BY id LIMIT 3;
SELECT ssn FROM pat ORDER BY id LIMIT 3;
BEGIN; CREATE TABLE eight (id int, ssn text); SELECT * FROM eight; COMMIT; SELECT * FROM eight;
DROP TABLE eight;
-- @ copy: temporary ones
CREATE TEMP TABLE own AS SELECT * FROM adv.pat;
SELECT ctid, own::text FROM own;
INSERT INTO own (id, ssn) SELECT id, secret FROM adv.idx2 WHERE secret > '5';
UPDATE own SET name = (SELECT max(secret) FROM adv.idx1 i WHERE i.id = own.id AND i.secret > '4');
SELECT own::text FROM own ORDER BY name, ssn, id;
CREATE TEMP VIEW shown AS SELECT ssn FROM own;
SELECT max(ssn) FROM shown;
INSERT INTO adv.feed (id, secret) SELECT id + 600, ssn FROM own;
SELECT i.id INTO TEMP chosen FROM adv.idx2 i WHERE i.secret > '5' ORDER BY i.secret;
SELECT ctid, id::text FROM chosen;
PREPARE p AS INSERT INTO own (id, ssn) SELECT id, secret FROM adv.idx1 WHERE id < $1;
EXECUTE p(9);
SELECT own::text FROM own WHERE id < 9;
DISCARD TEMP;
