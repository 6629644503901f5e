-- Attempts to tell twin databases apart on the schema of reader.sql with the policy of reader.yaml, by what a reader of the
-- source found. Same form as attacks.sql. Nearly all were leaks once; the word before the colon is the kind:
--   view         views over joins, and materialized ones
--   default      what a column gets by itself: sequences, identities, generated columns
--   constraint   writes that pass or fail, or say something, by what a row holds already
--   order        rows that a foreign key or a sequence writes one after the other
--   catalog      what system relations keep of values
--   lookup       values that are compared as less than they are
--   row          whole rows in a column
--   cost         EXPLAIN, and how a value is stored
--   foreign      tables of another server
--   left         what trusted code leaves in a session
--   set          what triggers set, and defaults
--   parent       tables without a protected column whose rows are a protected table's
-- @ view: a join with a name and column aliases of its own
SELECT * FROM rd.v_join ORDER BY id LIMIT 3;
SELECT * FROM rd.v_moved ORDER BY id LIMIT 3;
SELECT * FROM rd.v_star ORDER BY 1 LIMIT 3;
SELECT * FROM rd.v_natural ORDER BY 1 LIMIT 3;
SELECT label FROM rd.v_join WHERE label > '5';
-- @ view: sideways, whole rows, unions, full joins, renamed columns
SELECT * FROM rd.v_lateral ORDER BY 1 LIMIT 3;
SELECT * FROM rd.v_field ORDER BY 2 LIMIT 3;
SELECT * FROM rd.v_union ORDER BY 1, 2 LIMIT 8;
SELECT * FROM rd.v_full ORDER BY 1 LIMIT 3;
SELECT * FROM rd.v_swapped ORDER BY id LIMIT 3;
SELECT * FROM rd.v_again ORDER BY id LIMIT 3;
-- @ view: a pseudonym that equals a column which anybody may write
BEGIN;
INSERT INTO rd.open (code) SELECT i::text FROM generate_series(100, 999) i;
SELECT * FROM rd.v_open ORDER BY id, code;
ROLLBACK;
BEGIN;
INSERT INTO rd.open (code) SELECT i::text FROM generate_series(100, 999) i;
SELECT * FROM rd.v_open_using ORDER BY id, code;
ROLLBACK;
-- @ view: a materialized one of the first rows that came
SELECT * FROM rd.m_first ORDER BY id;
SELECT * FROM rd.m_distinct ORDER BY kind;
-- @ default: a sequence is set to a guess
BEGIN;
SAVEPOINT s;
SELECT setval('rd.mrn_seq', 11);
INSERT INTO rd.reg (id) VALUES (900);
ROLLBACK TO s;
SELECT setval('rd.mrn_seq', 14);
INSERT INTO rd.reg (id) VALUES (900);
ROLLBACK TO s;
SELECT setval('rd.mrn_seq', 22);
INSERT INTO rd.reg (id) VALUES (900);
ROLLBACK TO s;
SELECT setval('rd.mrn_seq', 27);
INSERT INTO rd.reg (id) VALUES (900);
ROLLBACK TO s;
SELECT setval('rd.mrn_seq', 35);
INSERT INTO rd.reg (id) VALUES (900);
ROLLBACK;
-- @ default: an identity counts up
BEGIN;
SELECT count(nextval('rd.ident_mrn_seq')) FROM generate_series(1, 9);
SAVEPOINT s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
INSERT INTO rd.ident (id) VALUES (900);
ROLLBACK TO s;
ROLLBACK;
-- @ default: a dictionary of pseudonyms by a sequence
BEGIN;
SELECT setval('rd.acct_seq', 5000);
INSERT INTO rd.acct (id) SELECT 900 + i FROM generate_series(1, 10) i;
SELECT a.id, g.id FROM rd.acct a JOIN rd.acct g USING (no) WHERE a.id < 20 AND g.id > 900 ORDER BY 1;
ROLLBACK;
-- @ default: a dictionary by a generated column
BEGIN;
INSERT INTO rd.mail (id, email) SELECT 1000 + i, 'P' || i FROM generate_series(100, 999) i;
SELECT m.id, g.id FROM rd.mail m JOIN rd.mail g USING (email_key) WHERE m.id < 20 AND g.id > 1000 ORDER BY 1, 2;
ROLLBACK;
BEGIN;
UPDATE rd.mail SET email = 'P123' WHERE id = 1;
SELECT m.id FROM rd.mail m JOIN rd.mail g USING (email_key) WHERE g.id = 1 ORDER BY 1;
ROLLBACK;
-- @ constraint: a check that is not valid yet
BEGIN;
SAVEPOINT s;
UPDATE rd.later SET note = 'x' WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.later SET note = 'x' WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.later SET note = 'x' WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.later SET note = 'x' WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.later SET note = 'x' WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.later SET note = 'x' WHERE id = 6;
ROLLBACK;
WITH u AS (UPDATE rd.later SET note = 'x' WHERE id IN (7, 8) RETURNING id) SELECT count(*) FROM u;
-- @ constraint: a check that follows the time zone
BEGIN;
SAVEPOINT s;
SET LOCAL TimeZone = 'X+5';
UPDATE rd.appt SET note = 'x' WHERE id = 1;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+5';
UPDATE rd.appt SET note = 'x' WHERE id = 2;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+5';
UPDATE rd.appt SET note = 'x' WHERE id = 3;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+12';
UPDATE rd.appt SET note = 'x' WHERE id = 1;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+12';
UPDATE rd.appt SET note = 'x' WHERE id = 2;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+12';
UPDATE rd.appt SET note = 'x' WHERE id = 3;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+18';
UPDATE rd.appt SET note = 'x' WHERE id = 1;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+18';
UPDATE rd.appt SET note = 'x' WHERE id = 2;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+18';
UPDATE rd.appt SET note = 'x' WHERE id = 3;
ROLLBACK;
-- @ constraint: the same at the end of a foreign key
BEGIN;
SAVEPOINT s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 101 WHERE id = 1;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 102 WHERE id = 2;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 103 WHERE id = 3;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 104 WHERE id = 4;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 105 WHERE id = 5;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X-4';
UPDATE rd.ward SET id = 106 WHERE id = 6;
ROLLBACK;
BEGIN;
SAVEPOINT s;
SET LOCAL TimeZone = 'X+4';
UPDATE rd.stay SET ward = 2 WHERE id = 1;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+4';
UPDATE rd.stay SET ward = 3 WHERE id = 2;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+4';
UPDATE rd.stay SET ward = 4 WHERE id = 3;
ROLLBACK TO s;
SET LOCAL TimeZone = 'X+4';
UPDATE rd.stay SET ward = 5 WHERE id = 4;
ROLLBACK;
-- @ constraint: an index expression that fails for some values
BEGIN;
SAVEPOINT s;
UPDATE rd.p_index SET area = 2 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.p_index SET area = 2 WHERE id = 8;
ROLLBACK;
-- @ constraint: NOT NULL in one partition
BEGIN;
SAVEPOINT s;
UPDATE rd.p_null SET area = 2 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.p_null SET area = 2 WHERE id = 8;
ROLLBACK;
-- @ constraint: the room in an index of one partition
BEGIN;
SAVEPOINT s;
UPDATE rd.p_room SET area = 2 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.p_room SET area = 2 WHERE id = 8;
ROLLBACK;
-- @ constraint: unique in one partition
BEGIN;
SAVEPOINT s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (1, 7, 10);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (2, 8, 11);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (3, 9, 12);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (4, 10, 13);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (5, 11, 14);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (6, 12, 15);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (7, 13, 16);
ROLLBACK TO s;
UPDATE rd.p_unique SET area = 2 WHERE id IN (8, 14, 17);
ROLLBACK;
-- @ constraint: a foreign key of one partition
BEGIN;
SAVEPOINT s;
UPDATE rd.p_key SET area = 2 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.p_key SET area = 2 WHERE id = 8;
ROLLBACK;
-- @ constraint: a check of one partition
BEGIN;
SAVEPOINT s;
UPDATE rd.p_check SET area = 4 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.p_check SET area = 4 WHERE id = 8;
ROLLBACK TO s;
UPDATE rd.area SET id = 4 WHERE id = 3;
ROLLBACK;
-- @ constraint: notices of an index over long words
BEGIN;
SAVEPOINT s;
UPDATE rd.worded SET kind = 2 WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.worded SET kind = 2 WHERE id = 8;
ROLLBACK;
-- @ constraint: the room in a row
BEGIN;
SAVEPOINT s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 6;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 7;
ROLLBACK TO s;
UPDATE rd.tight SET note = repeat('y', 8118) WHERE id = 8;
ROLLBACK;
-- @ constraint: the room in a row of very many columns
BEGIN;
SAVEPOINT s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 2;
ROLLBACK TO s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 3;
ROLLBACK TO s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 4;
ROLLBACK TO s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 5;
ROLLBACK TO s;
UPDATE rd.wide SET c448 = md5('a') || md5('b') WHERE id = 6;
ROLLBACK;
-- @ constraint: a trigger that lets pass what is not equal
UPDATE rd.same SET note = note;
UPDATE rd.same SET note = note WHERE id = 3;
UPDATE rd.same SET note = note WHERE id = 4 RETURNING id;
-- @ constraint: the condition of a trigger
UPDATE rd.dosed SET note = 'x' WHERE id = 1;
UPDATE rd.dosed SET note = 'x' WHERE id = 2;
UPDATE rd.dosed SET note = 'x' WHERE id = 3;
UPDATE rd.dosed SET note = 'x' WHERE id = 4;
UPDATE rd.dosed SET note = 'x' WHERE id = 5;
UPDATE rd.moved SET note = 'x' WHERE id = 1;
SELECT id, note FROM rd.moved WHERE id < 3 ORDER BY id;
-- @ constraint: a generated column that is computed anew under another setting
SET quote_all_identifiers = on;
UPDATE rd.quoted SET note = 'x' WHERE id = 1;
UPDATE rd.quoted SET note = 'x' WHERE id = 2;
UPDATE rd.quoted SET note = 'x' WHERE id = 3;
UPDATE rd.quoted SET note = 'x' WHERE id = 4;
UPDATE rd.quoted SET note = 'x' WHERE id = 5;
SELECT id, note FROM rd.quoted ORDER BY id;
SELECT count(*) FROM rd.quoted;
-- @ constraint: unique in such a column
SET extra_float_digits = -15;
UPDATE rd.scored SET note = 'x' WHERE id IN (1, 2);
UPDATE rd.scored SET note = 'x' WHERE id IN (2, 3);
UPDATE rd.scored SET note = 'x' WHERE id IN (2, 4);
UPDATE rd.scored SET note = 'x' WHERE id IN (1, 5);
UPDATE rd.scored SET note = 'x' WHERE id IN (3, 6);
SELECT id, note FROM rd.scored ORDER BY id;
-- @ constraint: unique in a generated column
BEGIN;
SAVEPOINT s;
INSERT INTO rd.known (id, secret) VALUES (900, 'k11');
ROLLBACK TO s;
INSERT INTO rd.known (id, secret) VALUES (901, 'k12');
ROLLBACK TO s;
INSERT INTO rd.known (id, secret) VALUES (902, 'k13');
ROLLBACK TO s;
INSERT INTO rd.known (id, secret) VALUES (903, 'k14');
ROLLBACK TO s;
INSERT INTO rd.known (id, secret) VALUES (904, 'k15');
ROLLBACK TO s;
INSERT INTO rd.known (id, secret) VALUES (905, 'k16');
ROLLBACK;
-- @ order: what a view rounds
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT s, a FROM rd.v_sum;
SELECT n, ids, last FROM rd.v_exact;
-- @ order: which of equal values a view shows
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT least FROM rd.v_first;
SELECT amount, n FROM rd.v_group;
SELECT DISTINCT amount IS NULL FROM rd.v_group;
-- @ order: what a view gathers
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT ids FROM rd.v_array;
-- @ order: what a view counts up
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT n - min(n) OVER () AS turn, id FROM rd.v_turn ORDER BY id;
-- @ order: a view's order by texts that settings cut
SET enable_hashjoin = off;
SET enable_nestloop = off;
SET extra_float_digits = -15;
SELECT encode(float8send(tick), 'hex') FROM rd.v_tick;
SELECT tick::numeric FROM rd.v_tick;
SET DateStyle = SQL;
SET TimeZone = 'EST5EST';
SELECT at - '2021-11-07 05:30:00Z'::timestamptz FROM rd.v_tick;
-- @ order: which of two rows of a view fails first
SET enable_hashjoin = off;
SET enable_nestloop = off;
SELECT l FROM rd.v_pairs WHERE CASE WHEN l = 1 AND r > 0 THEN 1 / (l - 1) WHEN l = 2 AND r > 0 THEN ('x' || l)::int ELSE 1 END > 0;
SELECT l FROM rd.v_pairs WHERE CASE WHEN l = 3 AND r > 0 THEN 1 / (l - 3) WHEN l = 4 AND r > 0 THEN ('x' || l)::int ELSE 1 END > 0;
SELECT l FROM rd.v_pairs WHERE CASE WHEN l = 5 AND r > 0 THEN 1 / (l - 5) WHEN l = 6 AND r > 0 THEN ('x' || l)::int ELSE 1 END > 0;
SELECT l FROM rd.v_pairs WHERE CASE WHEN l = 7 AND r > 0 THEN 1 / (l - 7) WHEN l = 8 AND r > 0 THEN ('x' || l)::int ELSE 1 END > 0;
SELECT l, r FROM rd.v_pairs WHERE l < 4;
SELECT l FROM rd.v_pairs WHERE r > 109 ORDER BY l DESC;
SELECT count(*) FROM rd.v_pairs;
-- @ order: which of two rows a view itself fails for
SET enable_hashjoin = off;
SET enable_nestloop = off;
BEGIN;
UPDATE rd.left_of SET note = CASE id WHEN 1 THEN 'x' WHEN 2 THEN '99999999999' ELSE '1' END;
SELECT n FROM rd.v_number;
ROLLBACK;
BEGIN;
UPDATE rd.left_of SET note = CASE id WHEN 3 THEN 'x' WHEN 4 THEN '99999999999' ELSE '1' END;
SELECT n FROM rd.v_number;
ROLLBACK;
BEGIN;
UPDATE rd.left_of SET note = CASE id WHEN 5 THEN 'x' WHEN 6 THEN '99999999999' ELSE '1' END;
SELECT n FROM rd.v_number;
ROLLBACK;
-- @ order: what a cascade finds by an index
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
UPDATE rd.parent SET id = 103 WHERE id = 3;
SET LOCAL enable_seqscan = on;
SET LOCAL enable_indexscan = off;
SELECT id FROM rd.kid WHERE parent_id = 103;
ROLLBACK;
-- @ order: what SET DEFAULT numbers
SELECT setval('rd.def_seq', 1);
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
DELETE FROM rd.owner WHERE id = 193;
SELECT id, owner_id FROM rd.owned WHERE owner_id < 150 ORDER BY id;
ROLLBACK;
-- @ order: a column that a join hides is no column
BEGIN;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
UPDATE rd.sorted SET n = nextval('rd.seq') WHERE EXISTS (SELECT 1 FROM (rd.sorted a JOIN rd.plain b ON a.id = b.id) AS j(a1, a2, a3, a4, b1, b2) WHERE kind = 3);
SELECT id, n - min(n) OVER () FROM rd.sorted WHERE n IS NOT NULL ORDER BY id;
ROLLBACK;
-- @ catalog: the value of rows that are older than their column
SELECT attname, attmissingval FROM pg_attribute WHERE attrelid = 'rd.aged'::regclass AND attnum > 0;
SELECT a::text FROM pg_attribute a WHERE attrelid = 'rd.aged'::regclass AND attname = 'secret';
SELECT to_jsonb(a) ->> 'attmissingval' FROM pg_attribute a WHERE attrelid = 'rd.aged'::regclass AND attname = 'secret';
-- @ catalog: how many rows a partial index has
SELECT c.relname, c.reltuples FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE i.indrelid = 'rd.many'::regclass AND i.indpred IS NOT NULL ORDER BY 1;
SELECT reltuples, relpages FROM pg_class WHERE relname = 'many_low';
SELECT c.relname FROM pg_class c WHERE relname LIKE 'many%' AND reltuples > 40 ORDER BY 1;
-- @ lookup: a number that is less than another
SELECT id FROM rd.account WHERE no = 123456789012345678901234::float8 ORDER BY id;
SELECT id FROM rd.account WHERE no = ANY ('{123456789012345678901234}'::float8[]) ORDER BY id;
SELECT id FROM rd.account WHERE no = 123456789012345678901235;
PREPARE p (float8) AS SELECT id FROM rd.account WHERE no = $1 ORDER BY id;
EXECUTE p (123456789012345678901234);
PREPARE q (float8[]) AS SELECT id FROM rd.account WHERE no = ANY ($1) ORDER BY id;
EXECUTE q ('{123456789012345678901234}');
PREPARE r (float8) AS UPDATE rd.account SET id = id WHERE no = $1;
EXECUTE r (123456789012345678901234);
-- @ lookup: values that are equal in part
SELECT id FROM rd.paired WHERE k = '(0,x)'::rd.odd;
SELECT id FROM rd.paired WHERE k = '(1,x)'::rd.odd;
SELECT id FROM rd.paired WHERE k = '(2,x)'::rd.odd;
PREPARE p (rd.odd) AS SELECT id FROM rd.paired WHERE k = $1;
EXECUTE p ('(0,x)');
EXECUTE p ('(1,x)');
EXECUTE p ('(2,x)');
EXECUTE p ('(3,x)');
EXECUTE p ('(4,x)');
EXECUTE p ('(5,x)');
SELECT id FROM rd.boxed WHERE b = '(0,0),(2,1)'::box ORDER BY id;
SELECT id FROM rd.boxed WHERE b = '(0,0),(4,1)' ORDER BY id;
PREPARE b (box) AS SELECT id FROM rd.boxed WHERE b = $1 ORDER BY id;
EXECUTE b ('(0,0),(1,1)');
EXECUTE b ('(0,0),(1,3)');
UPDATE rd.boxed SET id = id WHERE b = '(0,0),(2,1)';
SELECT id FROM rd.tagged WHERE tags = '{a,b}' ORDER BY id;
DELETE FROM rd.tagged WHERE tags = '{a,c}' AND id < 0;
-- @ row: a column that holds whole rows
SELECT * FROM rd.history ORDER BY id LIMIT 3;
SELECT (before).ssn FROM rd.history ORDER BY id LIMIT 2;
SELECT (h.before).note FROM rd.history h WHERE (before).ssn > '5' ORDER BY 1;
SELECT * FROM rd.histories;
SELECT (before[1]).ssn FROM rd.histories;
SELECT b.ssn FROM rd.histories, unnest(before) b;
SELECT to_jsonb(h) FROM rd.history h WHERE id = 1;
-- @ cost: the log of a write, through a view that shows nothing protected
BEGIN;
SAVEPOINT s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) UPDATE rd.v_memo SET note = repeat('q', 1900) WHERE id = 1;
ROLLBACK TO s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) UPDATE rd.v_memo SET note = repeat('q', 1900) WHERE id = 2;
ROLLBACK TO s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) UPDATE rd.v_memo SET note = repeat('q', 1900) WHERE id = 3;
ROLLBACK TO s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) UPDATE rd.v_memo SET note = repeat('q', 1900) WHERE id = 4;
ROLLBACK;
-- @ cost: pages, through views that show nothing protected
BEGIN;
UPDATE rd.memo SET note = (SELECT string_agg(md5(i::text), '' ORDER BY i) FROM generate_series(1, 61) i) || repeat('z', 9) WHERE id < 12;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 1;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 2;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 3;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 4;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 5;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 6;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) SELECT length(note) FROM rd.v_memo WHERE id = 7;
ROLLBACK;
EXPLAIN SELECT id FROM rd.v_memo;
EXPLAIN SELECT id FROM rd.v_memo_ids;
EXPLAIN (ANALYZE, TIMING off, SUMMARY off) SELECT id FROM rd.v_memo WHERE note = 'n';
-- @ cost: of a prepared statement
PREPARE p (int) AS UPDATE rd.memo SET note = repeat('q', 1900) WHERE id = $1;
BEGIN;
SAVEPOINT s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) EXECUTE p(4);
ROLLBACK TO s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) EXECUTE p(5);
ROLLBACK TO s;
EXPLAIN (ANALYZE, WAL, TIMING off, SUMMARY off, COSTS off) EXECUTE p(6);
ROLLBACK;
EXPLAIN EXECUTE p(4);
PREPARE v (int) AS SELECT note FROM rd.v_memo WHERE id = $1;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) EXECUTE v(3);
EXPLAIN EXECUTE v(3);
PREPARE n AS SELECT count(*) FROM rd.memo;
EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, COSTS off) EXECUTE n;
-- @ cost: how a value is stored
BEGIN;
UPDATE rd.v_memo SET note = repeat('y', 1960) WHERE id < 12;
SELECT id, pg_column_size(note) FROM rd.v_memo WHERE id < 12 ORDER BY id;
SELECT id, pg_column_compression(note) FROM rd.v_memo WHERE id < 12 ORDER BY id;
SELECT id, pg_column_size(note) FROM rd.memo WHERE id < 12 ORDER BY id;
ROLLBACK;
-- @ order: of a partial index that the planner may read by what is shown
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT id FROM rd.partial WHERE mrn > 0;
SELECT id FROM rd.partial WHERE no > 0 LIMIT 5;
SELECT array_agg(id) FROM rd.partial WHERE k = 'N***';
SELECT id FROM rd.partial WHERE k IS NOT NULL;
RESET enable_seqscan;
RESET enable_bitmapscan;
-- @ order: kept by a materialized view
SELECT id FROM rd.m_spread;
SELECT id, note FROM rd.m_spread LIMIT 5;
SELECT array_agg(id) FROM rd.m_spread;
-- @ foreign: constraints of another server
BEGIN;
SAVEPOINT s;
INSERT INTO rd.pat VALUES (9000, 1, '484291001', 'x');
ROLLBACK TO s;
INSERT INTO rd.pat VALUES (9000, 1, '668872002', 'x');
ROLLBACK TO s;
INSERT INTO rd.pat VALUES (9000, 1, '100000000', 'x');
ROLLBACK TO s;
UPDATE rd.pat SET note = '3' WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.pat SET note = '4' WHERE id = 1;
ROLLBACK TO s;
UPDATE rd.pat SET note = '6' WHERE id = 2;
ROLLBACK TO s;
DELETE FROM rd.pat WHERE id = 3;
ROLLBACK;
-- @ foreign: indexes of another server
SELECT id FROM rd.pat WHERE kind = 3 LIMIT 5;
SELECT id FROM rd.pat ORDER BY kind LIMIT 5;
SELECT id, mrn FROM rd.pat WHERE id = 1;
SELECT id FROM rd.pat WHERE kind = 3;
-- @ left: channels, payloads, and how many are told of those that are alike
LISTEN fed;
LISTEN fed_1;
LISTEN fed_2;
LISTEN fed_3;
LISTEN fed_4;
LISTEN fed_5;
LISTEN fed_6;
LISTEN fed_7;
LISTEN fed_8;
LISTEN fed_9;
UPDATE rd.fed SET note = 'x' WHERE id = 3;
SELECT 1;
BEGIN;
UPDATE rd.fed SET note = 'y' WHERE id = 4;
SELECT pg_notify('fed', g::text) FROM generate_series(1, 9) g;
COMMIT;
SELECT 1;
BEGIN;
INSERT INTO rd.fed VALUES (901, '5', 'x');
UPDATE rd.fed SET note = 'y' WHERE id < 4;
DELETE FROM rd.fed WHERE id = 901;
COMMIT;
SELECT 1;
UNLISTEN *;
-- @ left: parameters, and those that the server tells of by itself
BEGIN;
UPDATE rd.fed SET note = 'x' WHERE id = 5;
SAVEPOINT s;
SELECT current_setting('app.last');
ROLLBACK TO s;
SELECT current_setting('app' || '.last', true);
ROLLBACK TO s;
SHOW app.last;
ROLLBACK TO s;
SELECT current_setting(n, true) FROM unnest(ARRAY['App.Last', 'work_mem']) n;
COMMIT;
-- @ left: locks of the session's own
BEGIN;
UPDATE rd.fed SET note = 'x' WHERE id = 6;
SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' ORDER BY 1, 2, 3;
SELECT count(pg_try_advisory_xact_lock(hashtext(g::text))) FROM generate_series(1, 9) g;
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory';
COMMIT;
-- @ parent: where rows are stored, and what reading them costs
SELECT ctid FROM rd.elder ORDER BY id DESC LIMIT 3;
SELECT tableoid::regclass, e.* FROM rd.elder e ORDER BY id DESC LIMIT 3;
SELECT count(*) FROM rd.elder TABLESAMPLE BERNOULLI (50) REPEATABLE (3);
BEGIN;
UPDATE rd.elder SET note = 'z' WHERE ctid < '(3,0)';
ROLLBACK;
EXPLAIN SELECT * FROM rd.elder;
EXPLAIN SELECT * FROM rd.v_elder;
EXPLAIN SELECT * FROM rd.plain p JOIN rd.elder e ON e.id = p.id;
EXPLAIN UPDATE rd.elder SET note = 'z';
SELECT count(*) FROM rd.elder;
-- @ parent: what a child's trigger and its constraint say
UPDATE rd.mute SET note = 'boom' WHERE id = 3;
UPDATE rd.mute SET note = 'foul' WHERE id = 3;
DELETE FROM rd.mute WHERE id = 3;
-- @ parent: dates and pseudonyms that a child's trigger sets, or that belong to another subject then
BEGIN;
UPDATE rd.visit SET note = 'now' WHERE id = 3;
SELECT mrn, at - now() < interval '1000 years' FROM rd.dated WHERE id = 3;
ROLLBACK;
BEGIN;
UPDATE rd.visit SET id = 3 WHERE id = 4;
SELECT id, mrn, at FROM rd.dated WHERE id = 3;
ROLLBACK;
-- @ set: a unique key that a trigger makes
INSERT INTO rd.keyed (id, email) SELECT 1000 + g, 'p' || g FROM generate_series(100, 999) g ON CONFLICT DO NOTHING RETURNING id;
UPDATE rd.keyed SET email = 'P125' WHERE id = 3;
SELECT count(*) FROM rd.keyed;
-- @ set: a default that a foreign key looks up
INSERT INTO rd.guessed (id) VALUES (1);
SELECT id FROM rd.guessed;
-- @ cost: how many groups there are
EXPLAIN SELECT email FROM rd.keyed GROUP BY email;
EXPLAIN SELECT DISTINCT secret FROM rd.listed;
-- @ names: a row beside a column that is called like its table
SELECT id, j FROM rd.v_beside ORDER BY id;
SELECT j ->> 'secret' FROM rd.v_beside WHERE id = 3;
SELECT customer.name, sale.customer FROM rd.sale JOIN rd.customer ON customer.id = sale.customer_id ORDER BY 1;
SELECT to_jsonb(customer.*) FROM rd.customer ORDER BY id;
-- @ names: recursion that looks around itself
SELECT id, n FROM rd.v_around ORDER BY id;
SELECT count(*) FROM rd.v_around WHERE n > 3;
-- @ partitions: by an expression of what is protected
SELECT count(*) FROM rd.apart_low;
SELECT id FROM rd.apart_high ORDER BY id;
SELECT tableoid::regclass, count(*) FROM rd.apart GROUP BY 1 ORDER BY 1;
