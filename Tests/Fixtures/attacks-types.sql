-- Attempts to tell twin databases apart on the schema of types.sql with the policy of types.yaml. Same form as
-- attacks.sql. The seeds of mutation for this schema, and what the search has found on it.
-- @ types: every column
SELECT * FROM types.everything WHERE id < 9 ORDER BY id;
SELECT e FROM types.everything e WHERE id = 3;
SELECT to_jsonb(e), hstore(e) FROM types.everything e WHERE id = 3;
COPY (SELECT * FROM types.everything ORDER BY id LIMIT 5) TO STDOUT WITH (FORMAT binary);
COPY types.everything TO STDOUT;
-- @ types: casts that fail
SELECT c_text::int FROM types.everything WHERE id = 3;
SELECT c_json::text::jsonb -> 'deep' ->> 'a', c_jsonb ->> 'phone' FROM types.everything WHERE id < 5 ORDER BY id;
SELECT (c_address).street, c_addresses[1], (c_address).zip::int FROM types.everything WHERE id < 4 ORDER BY id;
SELECT c_mood::text::int, c_hstore -> 'k', c_citext::int FROM types.everything WHERE id = 4;
-- @ types: order, groups and conditions
SELECT id FROM types.everything ORDER BY c_uuid, c_mood, c_numeric, id LIMIT 9;
SELECT c_mood, count(*) FROM types.everything GROUP BY 1 ORDER BY 1;
SELECT id FROM types.everything WHERE c_inet << '10.0.0.0/17' OR c_int4range @> 5 OR c_texts && ARRAY['A'] ORDER BY id;
SELECT id FROM types.everything WHERE c_text % 'Ava' OR similarity(c_code, 'A') > 0.5 OR c_citext = 'a' ORDER BY id;
SELECT max(c_money), range_agg(c_daterange), bit_and(c_bit), sum(c_interval) FROM types.everything;
-- @ types: inheritance
SELECT * FROM types.person ORDER BY id LIMIT 60;
SELECT * FROM ONLY types.person WHERE name > 'B' ORDER BY id;
SELECT salary, ssn, name FROM types.manager ORDER BY salary, id;
SELECT id FROM types.employee WHERE salary > 4000 ORDER BY id;
UPDATE types.person SET city = city WHERE id < 9 RETURNING *;
UPDATE types.person SET city = 'x' WHERE id = 50 AND name > 'B';
-- @ types: partitions
SELECT id, secret FROM types.event_eu_old ORDER BY id;
INSERT INTO types.event VALUES (900, 'eu', '2010-02-02', 'A2', 'x') RETURNING *;
UPDATE types.event SET region = 'us' WHERE id = 2 RETURNING secret, region;
-- @ types: row-level security, rules and triggers
SELECT * FROM types.owned ORDER BY secret, id;
UPDATE types.ruled SET note = 'x' WHERE id < 9 RETURNING secret;
UPDATE types.logged SET note = 'x' WHERE id = 3 RETURNING secret;
-- @ types: views
SELECT * FROM types.v_everything WHERE id < 5 ORDER BY id;
SELECT * FROM types.v_union ORDER BY id, what LIMIT 9;
SELECT * FROM types.v_window ORDER BY id LIMIT 9;
SELECT * FROM types.v_count ORDER BY city;
SELECT * FROM types.v_rows ORDER BY id;
SELECT * FROM types.v_over ORDER BY id LIMIT 3;
SELECT * FROM types.m_person WHERE start > '3' ORDER BY id;
-- @ types: foreign tables
SELECT * FROM types.far_person WHERE name > 'B' ORDER BY ssn, id;
EXPLAIN (VERBOSE) SELECT name FROM types.far_person WHERE ssn LIKE '3%';
SELECT f.id, e.c_text FROM types.far_plain f JOIN types.everything e USING (id) WHERE f.amount < 9 ORDER BY 1;
-- @ types: functions of extensions
SELECT * FROM dblink('dbname=app', 'select ssn from types.person') AS t(s text);
SELECT * FROM crosstab('select id, name, ssn from types.person order by 1, 2') AS t(a int, b text);
SELECT * FROM connectby('types.person', 'id', 'id', '1', 0) AS t(k int, p int, l int);
SELECT digest(c_text, 'sha256'), show_trgm(c_code), akeys(c_hstore) FROM types.everything WHERE id < 4 ORDER BY id;
SELECT query FROM pg_stat_statements LIMIT 1;
-- @ types: how values are stored
SELECT id FROM types.person TABLESAMPLE BERNOULLI (50) REPEATABLE (1) ORDER BY id;
SELECT count(*) FROM types.everything TABLESAMPLE SYSTEM (50) REPEATABLE (1);
UPDATE types.everything SET plain = plain WHERE ctid = '(1,3)';
DELETE FROM types.owned d WHERE d.ctid < '(0,9)' AND d.xmin <> '1';
-- @ types: a partition tells its key
SELECT id FROM types.visit_a ORDER BY id;
SELECT id FROM types.visit;
SELECT id, ward FROM types.visit ORDER BY id;
UPDATE types.visit_b SET note = note WHERE id < 9;
INSERT INTO types.visit VALUES (900, 'A', 'x');
-- @ types: json that jsonb cannot hold
SELECT id, doc FROM types.odd WHERE id = 4;
SELECT id, doc ->> 'phone' FROM types.odd WHERE id = 5;
SELECT doc FROM types.odd WHERE id = 6;
SELECT count(doc) FROM types.odd WHERE doc::text <> '';
SELECT id, length(doc::text) FROM types.odd ORDER BY id;
-- @ types: foreign keys and row security
INSERT INTO types.link VALUES (1, '300-0001');
DELETE FROM types.person WHERE id = 1;
SELECT id FROM types.sealed ORDER BY id;
UPDATE types.sealed SET id = id WHERE id < 9;
-- @ order: an index sorts equal rows by a protected column
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
SELECT id FROM open.sorted WHERE kind = 3;
SELECT id FROM open.sorted ORDER BY kind;
-- @ order: the same, in the order of RETURNING
SET enable_seqscan = off;
SET enable_bitmapscan = off;
UPDATE open.sorted SET kind = kind WHERE kind = 2 RETURNING id;
-- @ oracle: a default, or NULLs that are alike, in a unique column that is not written
INSERT INTO open.once (id) VALUES (900);
-- @ view: it fails for some values
SELECT id FROM open.v_fragile;
