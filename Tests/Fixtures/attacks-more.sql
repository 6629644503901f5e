-- Our own attempts to tell twin databases apart, on the schema of ehr.sql with the policy of ehr.yaml. Same form as
-- attacks.sql: "-- @ name" opens a session, a string to ask ends at a line that ends with ";".
--
-- Every hazard of docs/masking.md, and the sessions (by the start of their names) that try it:
--   splicing            splice: …
--   names               names: …
--   lexing changes      lexing: …
--   relations           relations: …
--   functions           functions: …
--   statements          statements: …
--   writes              writes: …
--   server messages     messages: …
--   mask strategies     masks: …
--   detectors           detectors: …
--   what is computed from masked values (errors, order, groups, joins): oracle: …
--
-- Numbers that stand here in full are those of the first patients with seed 1: only there is something found.
--
-- No statement here may answer differently by itself (a clock, a process number, an object number): such a session
-- could not be judged.

-- @ splice: no alias, name used as qualifier
SELECT patients.ssn, patients.* FROM clinic.patients WHERE patients.id = 3;
SELECT patients FROM patients WHERE id = 3;
SELECT (patients).ssn FROM patients WHERE id = 3;
SELECT (patients.*)::text FROM patients WHERE id = 3;
-- @ splice: schema-qualified column under an alias-less table
SELECT clinic.patients.ssn, clinic.patients.* FROM clinic.patients WHERE clinic.patients.id = 4;
SELECT (clinic.patients).ssn FROM clinic.patients WHERE id = 4;
-- @ splice: column aliases move the mask
SELECT d FROM clinic.patients AS p(a, b, d) WHERE a = 5;
SELECT ssn FROM clinic.patients AS p(ssn, name, id) WHERE p.ssn = 5;
SELECT mrn, id FROM clinic.patients p(mrn, id, sex) WHERE mrn = 5;
-- @ splice: join aliases
SELECT j.* FROM (clinic.patients p JOIN clinic.encounters e ON e.patient_id = p.id) AS j(a, b, c, d) WHERE a = 6 ORDER BY 12 LIMIT 2;
SELECT j.ssn FROM clinic.patients p JOIN clinic.providers pr USING (id) AS j JOIN clinic.notes n USING (id) WHERE p.id = 6;
SELECT x.id, p.ssn FROM clinic.patients p JOIN archive.patients a USING (id) AS x WHERE x.id = 6;
-- @ splice: only and star
SELECT ssn FROM ONLY clinic.patients p WHERE id = 7;
SELECT ssn FROM clinic.patients * WHERE id = 7;
SELECT ssn FROM clinic.patients * AS p WHERE p.id = 7;
TABLE ONLY clinic.patients;
(TABLE clinic."Order") ORDER BY 1 LIMIT 3;
-- @ splice: table in set operations
TABLE archive.patients UNION ALL SELECT id, ssn FROM clinic.patients WHERE id < 4 ORDER BY 1, 2;
(SELECT id::text FROM archive.patients) EXCEPT (TABLE clinic.patients);
SELECT ssn FROM clinic.patients WHERE id < 9 EXCEPT ALL SELECT ssn FROM clinic.patients WHERE id < 5 ORDER BY 1;
-- @ splice: tablesample
SELECT ssn FROM clinic.patients p TABLESAMPLE SYSTEM (100) REPEATABLE (7) WHERE id = 8;
SELECT count(*) FROM clinic.patients TABLESAMPLE BERNOULLI ((SELECT CASE WHEN ssn > '400' THEN 0 ELSE 100 END FROM clinic.patients WHERE id = 3)) REPEATABLE (1);
SELECT name FROM clinic."Order" o TABLESAMPLE BERNOULLI (100) REPEATABLE (2), clinic.patients p WHERE p.id = o.id AND p.id = 2;
-- @ splice: system columns
SELECT ctid, cmin, cmax, xmax, tableoid::regclass, name FROM clinic.patients WHERE id = 9;
SELECT name FROM clinic.patients WHERE ctid = '(0,1)';
SELECT p.tableoid = 'clinic.patients'::regclass, p.ssn FROM clinic.patients p WHERE p.id = 9;
-- @ splice: row locks
SELECT ssn FROM clinic.patients WHERE id = 10 FOR UPDATE;
SELECT ssn FROM clinic.patients p WHERE id = 10 FOR NO KEY UPDATE OF p NOWAIT;
SELECT p.ssn FROM clinic.patients p, clinic.encounters e WHERE e.patient_id = p.id AND p.id = 10 FOR SHARE OF p SKIP LOCKED;
SELECT id FROM clinic.patients WHERE ssn > '400' ORDER BY id LIMIT 3 FOR KEY SHARE;
-- @ splice: ctes that shadow
WITH patients AS (SELECT * FROM clinic.patients) SELECT ssn FROM patients WHERE id = 11;
WITH patients AS (SELECT * FROM patients) SELECT ssn FROM patients WHERE id = 11;
WITH RECURSIVE patients AS (SELECT 1 AS id, 'x' AS ssn UNION ALL SELECT p.id + 1, p.ssn FROM patients p WHERE p.id < 2) SELECT * FROM patients;
WITH "Patients" AS (SELECT 1 AS ssn) SELECT ssn FROM patients WHERE id = 11;
WITH patients AS (SELECT 1 AS ssn) SELECT ssn FROM clinic.patients WHERE id = 11;
-- @ splice: cte scope ends
SELECT * FROM (WITH patients AS (SELECT 1 AS ssn) SELECT ssn FROM patients) q, patients WHERE patients.id = 12;
WITH a AS (SELECT ssn FROM patients WHERE id = 12), patients AS (SELECT 'later' AS ssn) SELECT * FROM a, patients;
WITH RECURSIVE a AS (SELECT ssn FROM patients), patients AS (SELECT 'later' AS ssn) SELECT * FROM a;
SELECT (WITH patients AS (SELECT 'in' AS ssn) SELECT ssn FROM patients), ssn FROM patients WHERE id = 12;
WITH patients AS (SELECT 1 AS ssn) SELECT 1 UNION ALL SELECT count(*) FROM (WITH x AS (SELECT 1) SELECT * FROM clinic.patients WHERE ssn > '400') q;
-- @ splice: nested with in every place
WITH a AS (WITH b AS (WITH c AS (SELECT ssn FROM clinic.patients WHERE id = 13) SELECT * FROM c) SELECT * FROM b) SELECT * FROM a;
SELECT id FROM clinic.encounters WHERE patient_id IN (WITH q AS (SELECT id FROM clinic.patients WHERE ssn > '400') SELECT id FROM q) ORDER BY id LIMIT 5;
SELECT CASE WHEN EXISTS (WITH q AS (SELECT 1 FROM clinic.patients WHERE id = 13 AND name < 'G') TABLE q) THEN 'low' ELSE 'high' END;
-- @ splice: recursive cte with search and cycle
WITH RECURSIVE t(id, ssn) AS (SELECT id, ssn FROM clinic.patients WHERE id = 1 UNION ALL SELECT p.id, p.ssn FROM clinic.patients p, t WHERE p.id = t.id + 1 AND p.id < 5) SEARCH DEPTH FIRST BY ssn SET o CYCLE id SET c USING path SELECT * FROM t;
-- @ splice: materialized cte
WITH q AS MATERIALIZED (SELECT * FROM clinic.patients) SELECT ssn FROM q WHERE ssn > '400' ORDER BY id LIMIT 3;
WITH q AS NOT MATERIALIZED (SELECT * FROM clinic.patients) SELECT id FROM q WHERE ssn > '400' ORDER BY id LIMIT 3;
-- @ splice: lateral
SELECT q.* FROM clinic.patients p CROSS JOIN LATERAL (SELECT p.ssn, p.name, p AS whole) q WHERE p.id = 14;
SELECT q.v FROM clinic.patients p, LATERAL unnest(ARRAY[p.ssn, p.name]) q(v) WHERE p.id = 14;
SELECT q.v FROM clinic.patients p LEFT JOIN LATERAL (VALUES (p.ssn), (p.zip)) q(v) ON true WHERE p.id = 14;
SELECT g FROM clinic.patients p, LATERAL generate_series(1, length(p.name)) g WHERE p.id = 14;
-- @ splice: rows from and ordinality
SELECT * FROM ROWS FROM (unnest(ARRAY(SELECT ssn FROM clinic.patients WHERE id < 4 ORDER BY id)), generate_series(1, 2)) WITH ORDINALITY AS r(a, b, c);
SELECT * FROM unnest((SELECT array_agg(name ORDER BY id) FROM clinic.patients WHERE id < 4)) WITH ORDINALITY;
SELECT * FROM json_to_recordset((SELECT json_agg(p) FROM clinic.patients p WHERE id < 3)) AS r(id int, ssn text, name text);
SELECT * FROM jsonb_populate_record(NULL::clinic.patients, (SELECT to_jsonb(p) FROM clinic.patients p WHERE id = 3));
-- @ splice: natural join and using merge columns
SELECT ssn FROM clinic.patients NATURAL JOIN (SELECT 15 AS id) q;
SELECT ssn FROM (SELECT ssn FROM clinic.patients WHERE id = 15) a NATURAL FULL JOIN (SELECT ssn FROM clinic.patients WHERE id = 16) b ORDER BY 1;
SELECT count(*) FROM clinic.patients a JOIN clinic.patients b USING (name);
SELECT count(*) FROM clinic.patients p NATURAL JOIN clinic."Order" o;
SELECT count(*) FROM clinic.patients p JOIN clinic."Order" o ON o."Patient SSN" = p.ssn AND p.id <> o.id;
-- @ splice: identifiers quoted, escaped, mixed case
SELECT U&"\0073sn", "ssn", SSN, sSn FROM CLINIC.Patients WHERE ID = 17;
SELECT U&"d!0061ta" UESCAPE '!' FROM (SELECT ssn AS data FROM U&"p+000061tients" UESCAPE '+' WHERE id = 17) q;
SELECT "Patient SSN", "Order"."Patient SSN", clinic."Order"."Patient SSN" FROM clinic."Order" WHERE id = 17;
SELECT U&"Patient\0020SSN" FROM U&"\004frder" WHERE id = 17;
SELECT "patient ssn" FROM clinic."Order" WHERE id = 17;
SELECT * FROM clinic."order" WHERE id = 17;
-- @ splice: alias named like keywords and columns
SELECT "select".ssn FROM clinic.patients AS "select" WHERE "select".id = 18;
SELECT ssn.ssn, ssn FROM clinic.patients ssn WHERE ssn.id = 18;
SELECT p."from" FROM (SELECT ssn AS "from" FROM clinic.patients WHERE id = 18) p;
SELECT ssn "where" FROM clinic.patients "pa""tients" WHERE "pa""tients".id = 18;
-- @ splice: comments
SELECT/*/*nested*/ still */ssn/**/FROM/* ; */clinic/*a*/./*b*/patients/*c*/WHERE id=19;
SELECT ssn -- FROM archive.patients
FROM clinic.patients -- AS p
WHERE id = 19;
SELECT ssn FROM clinic.patients/* p */--
WHERE id = 19 /* unfinished -- */ ;
-- @ splice: strings that look like sql
SELECT 'FROM clinic.patients', ssn FROM clinic.patients WHERE id = 20 AND 'FROM clinic.patients p' <> '';
SELECT $q$ FROM clinic.patients $q$, $$;$$, ssn FROM clinic.patients WHERE id = 20;
SELECT $a1$ $a$ $a1$, $_$;$_$, ssn FROM clinic.patients WHERE id = 20;
SELECT U&'\0027', E'\'; SELECT 1', ssn FROM clinic.patients WHERE id = 20;
SELECT 'a'
'b', ssn FROM clinic.patients WHERE id = 20;
-- @ splice: semicolons everywhere
;;SELECT ssn FROM clinic.patients WHERE id = 21;;
SELECT ';' ; ; SELECT ssn FROM clinic.patients WHERE id = 21; SELECT name FROM clinic.patients WHERE id = 21;
;
/* ; */ SELECT ssn FROM clinic.patients WHERE id = 21 /* ; */;
-- @ splice: grouping sets and rollup
SELECT ssn, name, count(*) FROM clinic.patients WHERE id < 6 GROUP BY GROUPING SETS ((ssn), (name), ()) ORDER BY 1, 2, 3;
SELECT left(zip, 5), count(*) FROM clinic.patients WHERE id < 40 GROUP BY CUBE (1) ORDER BY 1, 2;
SELECT grouping(birth_date), birth_date FROM clinic.patients WHERE id < 5 GROUP BY ROLLUP (birth_date) ORDER BY 1, 2;
-- @ splice: windows
SELECT id, lag(ssn) OVER w, first_value(name) OVER w, nth_value(zip, 2) OVER w FROM clinic.patients WHERE id < 6 WINDOW w AS (ORDER BY id) ORDER BY id;
SELECT id, count(*) OVER (PARTITION BY name), ntile(4) OVER (ORDER BY ssn, id) FROM clinic.patients WHERE id < 40 ORDER BY id;
SELECT id, count(*) OVER (ORDER BY birth_date RANGE BETWEEN '3 days' PRECEDING AND CURRENT ROW) FROM clinic.patients WHERE id < 40 ORDER BY id;
SELECT id, sum(1) OVER (ORDER BY name GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM clinic.patients WHERE id < 40 ORDER BY id;
-- @ splice: distinct on and with ties
SELECT DISTINCT ON (name) id FROM clinic.patients WHERE id < 99 ORDER BY name, id;
SELECT count(*) FROM (SELECT id FROM clinic.patients WHERE id < 99 ORDER BY left(ssn, 1) FETCH FIRST 3 ROWS WITH TIES) q;
SELECT count(*) FROM (SELECT DISTINCT name FROM clinic.patients) q;
SELECT id FROM clinic.patients ORDER BY id LIMIT (SELECT length(name) FROM clinic.patients WHERE id = 1);
SELECT id FROM clinic.patients ORDER BY id OFFSET (SELECT substr(ssn, 1, 3)::int FROM clinic.patients WHERE id = 1) LIMIT 1;
-- @ splice: values and row constructors
VALUES ((SELECT ssn FROM clinic.patients WHERE id = 22)), ((SELECT name FROM clinic.patients WHERE id = 22));
SELECT ROW(p.*), ROW(p.ssn, p.name) FROM clinic.patients p WHERE id = 22;
SELECT id FROM clinic.patients WHERE (ssn, name) > ('400', 'A') ORDER BY id LIMIT 5;
SELECT (SELECT p FROM clinic.patients p WHERE id = 22).ssn;
SELECT ((SELECT p FROM clinic.patients p WHERE id = 22)).name;
-- @ splice: arrays and subscripts
SELECT (ARRAY(SELECT ssn FROM clinic.patients ORDER BY id))[3:4];
SELECT (array_agg(p ORDER BY id))[2].name FROM clinic.patients p WHERE id < 5;
SELECT ((array_agg(p ORDER BY id))[2]).name FROM clinic.patients p WHERE id < 5;
SELECT contact['phone'], contact['email'] FROM clinic.patients WHERE id = 23;
-- @ names: search path decides
SET search_path = archive, clinic;
SELECT * FROM patients ORDER BY id LIMIT 1;
SET search_path TO "$user", clinic;
SELECT * FROM patients ORDER BY id LIMIT 1;
SET LOCAL search_path = clinic;
RESET search_path;
SELECT * FROM patients ORDER BY id LIMIT 1;
SET search_path TO DEFAULT;
SELECT ssn FROM patients ORDER BY id LIMIT 1;
-- @ names: search path changes inside one string
SET search_path = archive; SELECT * FROM patients ORDER BY id LIMIT 1; SET search_path = clinic; SELECT * FROM patients ORDER BY id LIMIT 1;
SELECT * FROM patients ORDER BY id LIMIT 1;
-- @ names: search path rolled back
BEGIN;
SET search_path = archive;
SELECT * FROM patients ORDER BY id LIMIT 1;
ROLLBACK;
SELECT * FROM patients ORDER BY id LIMIT 1;
BEGIN;
SET LOCAL search_path = archive;
COMMIT;
SELECT * FROM patients ORDER BY id LIMIT 1;
BEGIN;
SAVEPOINT a;
SET search_path = archive;
ROLLBACK TO a;
SELECT * FROM patients ORDER BY id LIMIT 1;
COMMIT;
-- @ names: search path set by function
SELECT set_config('search' || '_path', 'archive', false);
SELECT set_config(n, 'archive', false) FROM (VALUES ('search_path')) v(n);
SELECT * FROM patients ORDER BY id LIMIT 1;
SELECT set_config('search_path', (SELECT ssn FROM clinic.patients WHERE id = 1), false), current_setting('search_path');
SHOW search_path;
-- @ names: search path set by update of settings
UPDATE pg_settings SET setting = 'archive' WHERE name = 'search_path';
SELECT * FROM patients ORDER BY id LIMIT 1;
UPDATE pg_catalog.pg_settings SET setting = (SELECT ssn FROM clinic.patients WHERE id = 1) WHERE name = 'application_name';
SHOW application_name;
-- @ names: prepared statement outlives a search path
SET search_path = archive;
PREPARE s AS SELECT * FROM patients ORDER BY id LIMIT 1;
EXECUTE s;
SET search_path = clinic;
EXECUTE s;
-- @ names: cursor declared under another search path
SET search_path = archive;
BEGIN;
DECLARE k CURSOR FOR SELECT * FROM patients ORDER BY id;
SET search_path = clinic;
FETCH 1 FROM k;
CLOSE k;
DECLARE k CURSOR FOR SELECT * FROM patients ORDER BY id;
FETCH 1 FROM k;
COMMIT;
-- @ names: hostile operator and function schemas
SET search_path = clinic, pg_catalog;
SELECT lower('x'), upper(name) FROM patients WHERE id = 24;
SELECT clinic.lower('x');
SELECT right(ssn, 11) || '' FROM patients WHERE id = 24;
SET search_path = pg_temp, clinic, pg_catalog;
SELECT lower(name) FROM patients WHERE id = 24;
-- @ names: temporary table shadows
CREATE TEMP TABLE patients AS SELECT * FROM clinic.patients;
SELECT ssn FROM patients WHERE id = 25;
SELECT ssn FROM pg_temp.patients WHERE id = 25;
CREATE TEMP VIEW v AS SELECT ssn FROM clinic.patients;
SELECT * FROM v LIMIT 1;
DROP TABLE IF EXISTS pg_temp.patients;
SELECT ssn FROM patients WHERE id = 25;
-- @ names: a temporary table that was never made
CREATE TABLE pg_temp.patients (i int, i int);
COPY patients TO STDOUT;
UPDATE patients SET risk_score = risk_score WHERE ssn > '400';
UPDATE patients SET risk_score = risk_score WHERE id = 25 RETURNING ssn, name;
WITH u AS (UPDATE patients SET risk_score = risk_score WHERE id < 20 RETURNING ssn) SELECT ssn FROM u;
DELETE FROM patients WHERE ssn > '999';
INSERT INTO patients SELECT id, mrn, ssn, name FROM patients;
COPY patients (id, ssn) FROM STDIN;
LOCK TABLE patients IN SHARE MODE;
TRUNCATE patients;
ANALYZE VERBOSE patients;
SELECT ssn FROM patients WHERE id = 25;
-- @ names: a temporary table rolled back
BEGIN;
CREATE TABLE pg_temp.patients (id int, ssn text);
ROLLBACK;
COPY patients TO STDOUT;
UPDATE patients SET risk_score = risk_score WHERE ssn > '400' RETURNING ssn;
ALTER TABLE patients ADD COLUMN leak text;
DROP TABLE patients;
DROP TABLE IF EXISTS patients;
SELECT count(*) FROM clinic.patients;
-- Rows as text: the number of a temporary table in a RowDescription is not the same in two databases.
-- @ names: pg_temp comes last
CREATE TABLE pg_temp.patients (id int, ssn text);
SET search_path = clinic, pg_temp;
COPY patients TO STDOUT;
UPDATE patients SET ssn = ssn WHERE ssn > '400' RETURNING ssn || '';
INSERT INTO patients VALUES (1, 'x') RETURNING patients::text;
CREATE INDEX ON patients ((ssn > '400'));
ALTER TABLE patients RENAME COLUMN ssn TO mrn;
SELECT patients::text FROM patients ORDER BY id LIMIT 3;
TRUNCATE patients;
SELECT count(*) FROM clinic.patients;
-- @ names: a temporary table takes a protected name
CREATE TEMP TABLE scratch (id int, ssn text);
ALTER TABLE scratch RENAME TO patients;
SELECT ssn || '' FROM patients WHERE id = 25;
ALTER TABLE patients RENAME TO "Order";
SELECT "Order"::text FROM "Order" WHERE id = 25;
COPY "Order" TO STDOUT;
DROP TABLE "Order";
COPY "Order" TO STDOUT;
SELECT "Order"::text FROM "Order" WHERE id = 25;
CREATE TEMP TABLE claims AS SELECT 1 AS id, 'x' AS member_id;
SELECT claims::text FROM claims;
SELECT * FROM billing.claims ORDER BY id LIMIT 2;
DISCARD TEMP;
COPY claims TO STDOUT;
UPDATE claims SET status = status WHERE member_id > 'MB5';
CREATE TEMP TABLE patients (LIKE clinic.patients INCLUDING ALL);
CREATE TEMP TABLE patients () INHERITS (clinic.patients);
CREATE TEMP TABLE patients AS SELECT ssn FROM clinic.patients;
CREATE TEMP SEQUENCE claims;
COPY claims TO STDOUT;
DROP SEQUENCE claims;
UPDATE claims SET status = status WHERE member_id > 'MB5';
-- @ statements: definitions of one's own tables reach for others
CREATE TEMP TABLE own (id int, note text);
ALTER TABLE own INHERIT clinic.patients;
ALTER TABLE own ADD COLUMN leak text DEFAULT clinic.patient_ssn(1);
ALTER TABLE own ALTER COLUMN note TYPE text USING clinic.patient_ssn(id);
ALTER TABLE own ADD CHECK (clinic.patient_ssn(1) > '400');
ALTER TABLE own ADD FOREIGN KEY (note) REFERENCES clinic.patients (ssn);
CREATE INDEX ON own (clinic.patient_ssn(id));
CREATE INDEX ON own (id) WHERE clinic.patient_ssn(1) > '400';
INSERT INTO own SELECT id, ssn FROM clinic.patients WHERE id < 5;
ALTER TABLE own RENAME TO notes;
INSERT INTO notes SELECT id, ssn FROM clinic.patients WHERE id < 5;
SELECT count(*) FROM notes;
DROP TABLE IF EXISTS own, clinic.patients;
DROP TABLE IF EXISTS nosuch, patients;
DROP VIEW IF EXISTS nosuch CASCADE;
DROP TABLE notes CASCADE;
SELECT id, body FROM clinic.notes WHERE id < 3 ORDER BY id;
-- @ names: database-qualified
SELECT ssn FROM app.clinic.patients WHERE id = 26;
SELECT postgres.clinic.patients.ssn FROM clinic.patients WHERE id = 26;
-- @ names: regclass and friends
SELECT 'clinic.patients'::regclass::oid::regclass, (SELECT ssn FROM clinic.patients WHERE id = 27)::regtype;
SELECT name::regproc FROM clinic.patients WHERE id = 27;
SELECT name::regrole FROM clinic.patients WHERE id = 27;
SELECT to_regclass(ssn), to_regtype(name), to_regproc(name) FROM clinic.patients WHERE id = 27;
SELECT ssn::regnamespace FROM clinic.patients WHERE id = 27;
-- @ lexing: standard_conforming_strings by every door
SET standard_conforming_strings TO off;
SET SESSION standard_conforming_strings = 'off';
SET LOCAL standard_conforming_strings = 0;
SELECT set_config('STANDARD_CONFORMING_STRINGS', 'off', true);
UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings';
ALTER ROLE CURRENT_USER SET standard_conforming_strings = off;
SELECT '\' ; SELECT ssn FROM clinic.patients WHERE id = 28; --';
SELECT '\', ssn FROM clinic.patients WHERE id = 28 --';
-- @ lexing: client_encoding by every door
SET NAMES 'SJIS';
SET client_encoding TO 'GBK';
SELECT set_config('client_encoding', 'BIG5', false);
UPDATE pg_settings SET setting = 'LATIN1' WHERE name = 'client_encoding';
SET NAMES 'UTF8';
SELECT 'é', ssn FROM clinic.patients WHERE id = 28;
-- @ lexing: backslash_quote and escape_string_warning
SET backslash_quote = on;
SET escape_string_warning = off;
SELECT E'\'', ssn FROM clinic.patients WHERE id = 28;
SELECT '\\', ssn FROM clinic.patients WHERE id = 28;
-- @ lexing: numbers, parameters and operators without blanks
SELECT 1ssn FROM clinic.patients WHERE id=28;
SELECT id,ssn||name FROM clinic.patients WHERE id=+28;
SELECT ssn::text||$$a$$FROM clinic.patients WHERE id=28;
SELECT"ssn"FROM"clinic"."patients"WHERE"id"=28;
SELECT*FROM clinic.patients WHERE id=28;
SELECT.5,ssn FROM clinic.patients p WHERE p.id=28;
-- @ lexing: unusual white space
SELECT	ssn	FROM	clinic.patients	WHERE	id = 29;
SELECT ssn FROM clinic .patients WHERE id = 29;
SELECT ssn FROM clinic.patientsé WHERE id = 29;
SELECT ssn FROM clinic.patients é WHERE é.id = 29;
SELECT '€€€', '日本', ssn FROM clinic.patients "日本" WHERE "日本".id = 29;
-- @ relations: views over views
SELECT full_name, tax_id, sort_name FROM clinic.patient_directory WHERE id = 30;
SELECT id FROM clinic.patient_directory WHERE tax_id > '400' ORDER BY id LIMIT 5;
SELECT id FROM clinic.high_risk WHERE full_name < 'D' ORDER BY id, cost LIMIT 5;
SELECT count(*), min(tax_id), max(full_name) FROM clinic.high_risk;
SELECT d FROM clinic.patient_directory d WHERE id = 30;
SELECT d.*, h.* FROM clinic.patient_directory d JOIN clinic.high_risk h USING (id) ORDER BY id, cost LIMIT 2;
-- @ relations: view predicates as oracle
SELECT id FROM clinic.patient_directory ORDER BY sort_name, id LIMIT 5;
SELECT left(sort_name, 1), count(*) FROM clinic.patient_directory GROUP BY 1 ORDER BY 1;
SELECT mrn, count(*) FROM clinic.patient_directory WHERE mrn < 'M' GROUP BY 1 ORDER BY 1;
-- @ relations: materialized view
SELECT name, ssn FROM clinic.patient_summary WHERE id = 31;
SELECT id FROM clinic.patient_summary WHERE ssn > '400' ORDER BY id LIMIT 5;
REFRESH MATERIALIZED VIEW clinic.patient_summary;
COPY (TABLE clinic.patient_summary) TO STDOUT;
-- @ relations: definitions
SELECT pg_get_viewdef('clinic.patient_directory'::regclass);
SELECT definition FROM pg_views WHERE schemaname = 'clinic' ORDER BY 1;
SELECT prosrc FROM pg_proc WHERE pronamespace = 'clinic'::regnamespace ORDER BY 1;
SELECT pg_get_functiondef('clinic.patient_ssn'::regproc);
SELECT view_definition FROM information_schema.views WHERE table_schema = 'clinic' ORDER BY 1;
-- @ relations: partitions and parents
SELECT p.ssn FROM ONLY clinic.encounters e, clinic.patients p;
SELECT tableoid::regclass, p.name FROM clinic.encounters e JOIN clinic.patients p ON p.id = e.patient_id WHERE e.id = 31;
-- @ relations: statistics that hold values
SELECT most_common_vals, most_common_freqs FROM pg_catalog.pg_stats WHERE tablename = 'patients' AND attname = 'name';
SELECT * FROM pg_stats WHERE schemaname = 'clinic' AND tablename = 'patients' ORDER BY attname;
SELECT n_distinct, correlation FROM pg_stats WHERE schemaname = 'clinic' ORDER BY tablename, attname;
SELECT starelid::regclass, staattnum, stadistinct, stanumbers1, stavalues1::text FROM pg_statistic WHERE starelid::regclass::text LIKE '%patients' ORDER BY 1, 2;
SELECT * FROM pg_stats_ext;
SELECT * FROM pg_stats_ext_exprs;
SELECT stxdmcv FROM pg_statistic_ext_data;
SELECT s FROM pg_stats s WHERE tablename = 'patients' ORDER BY attname;
WITH pg_class AS (SELECT * FROM pg_stats) SELECT histogram_bounds FROM pg_class WHERE tablename = 'patients' ORDER BY attname;
-- @ relations: other sessions' statements
SELECT query FROM pg_stat_activity WHERE query LIKE '%no such text%';
SELECT query FROM pg_catalog.pg_stat_get_activity(NULL) WHERE query LIKE '%no such text%';
SELECT count(*) FROM pg_stat_statements;
SELECT name, statement FROM pg_prepared_statements;
SELECT name, statement FROM pg_cursors;
SELECT pg_stat_get_backend_activity(1) IS NULL;
-- @ relations: toast and indexes read directly
SELECT chunk_data FROM pg_toast.pg_toast_1262 LIMIT 1;
SELECT * FROM clinic.patients_ssn_key;
SELECT * FROM bt_page_items('clinic.patients_ssn_key', 1);
SELECT * FROM heap_page_items(get_raw_page('clinic.patients', 0));
SELECT pg_get_indexdef('clinic.patients_ssn_key'::regclass);
-- @ relations: indexes' size and use tell of their values
SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'patients_ssn_key' AND idx_scan < 0;
SELECT relname, relpages < 0 FROM pg_class WHERE relname LIKE 'patients%' ORDER BY 1;
-- @ relations: catalog join that smuggles a table
SELECT c.relname, p.ssn FROM pg_class c, clinic.patients p WHERE c.relname = 'patients' AND p.id = 32 ORDER BY 1;
SELECT relname FROM pg_class WHERE relname = (SELECT name FROM clinic.patients WHERE id = 32);
-- @ functions: xml family
SELECT query_to_xml('select name from clinic.patients where id = 33', false, true, '');
SELECT query_to_xml_and_xmlschema('select name from clinic.patients where id = 33', false, true, '');
SELECT schema_to_xml('clinic', false, true, '');
SELECT database_to_xml(false, true, '');
SELECT table_to_xml('clinic."Order"'::regclass, false, true, '');
SELECT pg_catalog."query_to_xml"('table clinic.patients', false, true, '');
-- @ functions: cursor_to_xml
BEGIN;
DECLARE c CURSOR FOR SELECT * FROM clinic.patients ORDER BY id;
SELECT cursor_to_xml('c', 2, false, true, '');
SELECT cursor_to_xmlschema('c', false, true, '');
ROLLBACK;
-- @ functions: xml built from masked values
SELECT xmlforest(ssn, name) FROM clinic.patients WHERE id = 34;
SELECT xmlelement(name p, xmlattributes(ssn AS s), name) FROM clinic.patients WHERE id = 34;
SELECT xmlagg(xmlelement(name n, name) ORDER BY id) FROM clinic.patients WHERE id < 5;
SELECT x.* FROM XMLTABLE('/r/v' PASSING (SELECT xmlelement(name r, xmlelement(name v, ssn)) FROM clinic.patients WHERE id = 34) COLUMNS v text PATH '.') x;
SELECT xpath('/a/text()', xmlparse(document '<a>' || name || '</a>')) FROM clinic.patients WHERE id = 34;
-- @ functions: text search
SELECT * FROM ts_stat('select to_tsvector(''simple'', name) from clinic.patients') ORDER BY word LIMIT 5;
SELECT word FROM ts_stat($$select to_tsvector(ssn) from clinic.patients$$, 'a') ORDER BY 1 LIMIT 5;
SELECT to_tsvector('simple', name), ts_headline(name, to_tsquery('a:*')) FROM clinic.patients WHERE id = 35;
SELECT ts_rewrite('a'::tsquery, 'select name::tsquery, name::tsquery from clinic.patients');
SELECT id FROM clinic.patients WHERE to_tsvector('simple', name) @@ 'ava' ORDER BY id LIMIT 5;
-- @ functions: files
SELECT pg_read_file('PG_VERSION');
SELECT pg_read_binary_file('base/1/PG_VERSION');
SELECT pg_ls_dir('.');
SELECT * FROM pg_ls_logdir();
SELECT pg_stat_file('PG_VERSION') IS NULL;
SELECT pg_file_write('/tmp/x', 'y', false);
SELECT * FROM pg_hba_file_rules LIMIT 0;
-- @ functions: large objects
SELECT lo_import('/etc/hostname') < 0;
SELECT lo_export(1, '/tmp/chaperone-lo');
SELECT encode(lo_get(1), 'hex');
SELECT lo_put(1, 0, convert_to(ssn, 'UTF8')) FROM clinic.patients WHERE id = 36;
SELECT loread(lo_open(1, 262144), 10);
SELECT data FROM pg_largeobject LIMIT 0;
-- @ functions: foreign servers and logical decoding
SELECT * FROM dblink('dbname=ehr', 'select ssn from clinic.patients') AS t(s text);
SELECT dblink_connect('host=127.0.0.1');
SELECT pg_create_logical_replication_slot('s', 'test_decoding');
SELECT * FROM pg_logical_slot_get_changes('s', NULL, NULL);
SELECT pg_logical_emit_message(false, 'a', (SELECT ssn FROM clinic.patients WHERE id = 36)) IS NULL;
SELECT pg_export_snapshot() IS NULL;
-- @ functions: own functions in every position
SELECT * FROM clinic.patient_ssn(1);
SELECT * FROM ROWS FROM (clinic.patient_ssn(2)) AS r(s);
SELECT id FROM clinic.encounters WHERE clinic.patient_ssn(1) > '400' ORDER BY id LIMIT 1;
SELECT 1 ORDER BY clinic.patient_ssn(1);
SELECT CASE WHEN patient_ssn(1) > '400' THEN 1 END;
SELECT count(*) FILTER (WHERE clinic.patient_ssn(1) > '400') FROM archive.patients;
SELECT max(id) OVER (ORDER BY clinic.patient_ssn(id)) FROM archive.patients;
VALUES (clinic.patient_ssn(3));
SELECT U&"p\0061tient_ssn"(4);
SELECT "patient_ssn"(4);
-- @ functions: called by attribute notation
SELECT (5).patient_ssn;
SELECT p.patient_ssn FROM clinic.patients p WHERE id = 1;
SELECT (id).patient_ssn FROM clinic.patients WHERE id = 1;
SELECT q.to_json FROM (SELECT * FROM clinic.patients WHERE id = 1) q;
SELECT p.row_to_json, p.text FROM clinic.patients p WHERE id = 1;
-- @ functions: called by cast
SELECT CAST(1 AS clinic.patients);
SELECT '(1,MRN,1,n,2000-01-01,F,1,"{}",1,1,2024-01-01)'::clinic.patients;
SELECT (NULL::clinic.patients).ssn;
SELECT p::text, p::text::clinic.patients FROM clinic.patients p WHERE id = 37;
-- @ functions: the allowed one gives only what the mask shows
SELECT clinic.age_band(birth_date), age_band(birth_date + 200) FROM clinic.patients WHERE id < 9 ORDER BY id;
SELECT age_band(max(birth_date)), age(max(birth_date), '2020-01-01') FROM clinic.patients;
-- @ functions: named notation, variadic, defaults
SELECT format('%s %s', VARIADIC ARRAY[ssn, name]) FROM clinic.patients WHERE id = 38;
SELECT concat(VARIADIC ARRAY[ssn, name]), concat_ws('-', ssn, name) FROM clinic.patients WHERE id = 38;
SELECT make_interval(days => length(name)) FROM clinic.patients WHERE id = 38;
SELECT jsonb_build_object(VARIADIC ARRAY[ssn, name]) FROM clinic.patients WHERE id = 38;
-- @ functions: hashes, encodings, similarity
SELECT md5(ssn), sha256(ssn::bytea), hashtext(name), hashtextextended(ssn, 1), crc32(name::bytea) FROM clinic.patients WHERE id = 39;
SELECT md5(ssn), encode(sha256(convert_to(ssn, 'UTF8')), 'hex'), hashtext(name) FROM clinic.patients WHERE id = 39;
SELECT encode(convert_to(name, 'UTF8'), 'base64'), to_hex(ascii(name)), quote_literal(ssn), quote_ident(name) FROM clinic.patients WHERE id = 39;
SELECT bit_length(name), octet_length(name), char_length(name), position('a' in name), strpos(ssn, '4') FROM clinic.patients WHERE id = 39;
SELECT hash_record(p) IS NULL, record_out(p) FROM clinic.patients p WHERE id = 39;
SELECT hashtext(p::text) FROM clinic.patients p WHERE id = 39;
SELECT pg_column_size(name), pg_column_size(p), pg_typeof(ssn) FROM clinic.patients p WHERE id = 39;
-- @ functions: json builders
SELECT to_json(p), json_build_array(ssn, name), jsonb_object_agg(id, ssn) OVER () FROM clinic.patients p WHERE id = 40;
SELECT json_object_agg(mrn, name ORDER BY id) FROM clinic.patients WHERE id < 4;
SELECT jsonb_pretty(to_jsonb(p)), jsonb_path_query_array(to_jsonb(p), '$.*') FROM clinic.patients p WHERE id = 40;
SELECT to_jsonb(p) @> '{"sex":"M"}', to_jsonb(p) ? 'ssn', to_jsonb(p)->>'ssn' FROM clinic.patients p WHERE id = 40;
SELECT contact - 'language', contact || '{"a":1}', jsonb_set(contact, '{x}', to_jsonb(ssn)) FROM clinic.patients WHERE id = 40;
SELECT k FROM clinic.patients, jsonb_object_keys(contact) k WHERE id = 40 ORDER BY 1;
SELECT jsonb_path_exists(contact, '$.email ? (@ like_regex "^user[0-4]")') FROM clinic.patients WHERE id < 20 ORDER BY id;
SELECT id FROM clinic.patients WHERE contact @? '$.phone ? (@ starts with "(3")' ORDER BY id LIMIT 5;
-- @ functions: settings with names that are not constant
SELECT current_setting((SELECT 'data_directory' FROM clinic.patients WHERE id = 41 AND ssn > '400'), true);
SELECT current_setting(name, true) FROM clinic.patients WHERE id = 41;
SELECT set_config('app.x', ssn, false), current_setting('app.x') FROM clinic.patients WHERE id = 41;
SHOW app.x;
SET app.y = 'x';
SELECT set_config('statement_timeout', length(name)::text, false) FROM clinic.patients WHERE id = 41;
SHOW statement_timeout;
-- @ functions: aggregates over protected values
SELECT mode() WITHIN GROUP (ORDER BY name), percentile_disc(0.5) WITHIN GROUP (ORDER BY ssn) FROM clinic.patients;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(doy FROM birth_date)) FROM clinic.patients;
SELECT rank('400') WITHIN GROUP (ORDER BY ssn), dense_rank('G') WITHIN GROUP (ORDER BY name) FROM clinic.patients;
SELECT count(DISTINCT name), count(DISTINCT zip), bit_xor(hashtext(ssn)), avg(length(name)) FROM clinic.patients;
SELECT range_agg(daterange(birth_date, birth_date + 1)) FROM clinic.patients WHERE id < 5;
SELECT every(ssn > '2'), bool_or(name LIKE 'Z%'), stddev(substr(ssn, 1, 3)::int) FROM clinic.patients;
SELECT string_agg(name, ',' ORDER BY ssn DESC) FILTER (WHERE id < 4), array_agg(ROW(id, ssn) ORDER BY ssn) FILTER (WHERE id < 4) FROM clinic.patients;
SELECT corr(substr(ssn, 1, 3)::int, length(name)) FROM clinic.patients;
-- @ functions: sleep and random as channel for a bit
SELECT pg_sleep(0) FROM clinic.patients WHERE id = 42 AND ssn > '400';
SELECT setseed(substr(ssn, 1, 3)::float / 1000), random() FROM clinic.patients WHERE id = 42;
-- @ functions: advisory locks keyed by a protected value
SELECT pg_advisory_lock(hashtext(ssn)) FROM clinic.patients WHERE id = 43;
SELECT objid FROM pg_locks WHERE locktype = 'advisory' ORDER BY 1;
SELECT pg_try_advisory_lock(hashtext(name)) FROM clinic.patients WHERE id = 43;
SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' ORDER BY 1, 2, 3;
SELECT pg_advisory_unlock_all();
-- @ functions: sequences
CREATE TEMP SEQUENCE s;
SELECT setval('s', substr(ssn, 1, 3)::int) FROM clinic.patients WHERE id = 44;
SELECT currval('s');
SELECT nextval((SELECT name FROM clinic.patients WHERE id = 44)::regclass);
SELECT lastval();
-- @ functions: notify channels and payloads
LISTEN a;
SELECT pg_notify(CASE WHEN ssn > '400' THEN 'a' ELSE 'b' END, 'x') FROM clinic.patients WHERE id = 45;
SELECT pg_notify('a', ssn) FROM clinic.patients WHERE id = 45;
NOTIFY a, 'plain';
UNLISTEN *;
SELECT pg_listening_channels();
-- @ functions: catalog functions that run text
SELECT pg_get_expr('x', 0);
SELECT has_table_privilege(name, 'clinic.patients', 'select') FROM clinic.patients WHERE id = 46;
SELECT pg_input_is_valid(ssn, 'int') FROM clinic.patients WHERE id = 46;
SELECT col_description(substr(ssn, 1, 3)::int::oid, 1) FROM clinic.patients WHERE id = 46;
SELECT obj_description('clinic.patients'::regclass);
SELECT regexp_matches(name, '(.*) (.*)'), regexp_split_to_array(ssn, '-') FROM clinic.patients WHERE id = 46;
SELECT string_to_table(name, ' ') FROM clinic.patients WHERE id = 46;
-- @ functions: operators by name
SELECT ssn OPERATOR(pg_catalog.>) '400', name OPERATOR(pg_catalog.||) '' FROM clinic.patients WHERE id = 47;
SELECT id FROM clinic.patients WHERE ssn OPERATOR(pg_catalog.~) '^[0-3]' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE name = ANY (ARRAY['Elena Abbott', 'Bruno Barker']) ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE ssn BETWEEN SYMMETRIC '400' AND '300' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE name SIMILAR TO '(Elena|Bruno)%' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE name COLLATE "C" < 'B' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE name IS DISTINCT FROM 'Elena Abbott' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE birth_date OVERLAPS (date '1940-01-01') ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE (birth_date, birth_date) OVERLAPS (date '1940-01-01', date '1940-06-01') ORDER BY id LIMIT 5;
-- @ statements: dynamic code
DO LANGUAGE plpgsql $x$ BEGIN RAISE EXCEPTION '%', (SELECT ssn FROM clinic.patients WHERE id = 48); END $x$;
DO 'BEGIN PERFORM 1/(SELECT CASE WHEN ssn > ''400'' THEN 0 ELSE 1 END FROM clinic.patients WHERE id = 48); END';
CALL clinic.patient_ssn(1);
EXPLAIN CALL clinic.purge(1);
-- @ statements: roles
SET ROLE pg_monitor;
SET LOCAL ROLE postgres;
SET SESSION AUTHORIZATION DEFAULT;
SELECT set_config('role', 'pg_read_all_stats', false);
SELECT set_config('session_authorization', 'postgres', false);
SELECT ssn FROM clinic.patients WHERE id = 48;
-- @ statements: copy out in every form
COPY clinic.patients TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *);
COPY clinic.patients (id, ssn) TO STDOUT (DELIMITER '|', NULL 'none');
COPY clinic.patients TO STDOUT BINARY;
COPY BINARY clinic."Order" TO STDOUT;
COPY (TABLE clinic.patients) TO STDOUT;
COPY (VALUES ((SELECT ssn FROM clinic.patients WHERE id = 49))) TO STDOUT;
COPY (WITH q AS (SELECT * FROM clinic.patients) SELECT name FROM q ORDER BY id LIMIT 3) TO STDOUT;
COPY clinic.patient_directory TO STDOUT;
COPY clinic.patient_summary TO STDOUT;
COPY clinic."Order" TO STDOUT CSV HEADER;
COPY (SELECT ssn FROM clinic.patients WHERE ssn > '400' ORDER BY id) TO STDOUT;
COPY (UPDATE clinic.patients SET risk_score = risk_score WHERE id = 49 RETURNING ssn) TO STDOUT;
-- @ statements: copy in tells what exists
COPY clinic.patients FROM STDIN WHERE ssn > '400';
COPY clinic.patients FROM PROGRAM 'cat /etc/hostname';
COPY clinic.patients FROM '/etc/hostname';
COPY archive.patients FROM STDIN WHERE note = (SELECT ssn FROM clinic.patients WHERE id = 1);
-- @ statements: cursors
BEGIN;
DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT id FROM clinic.patients WHERE ssn > '400' ORDER BY ssn;
FETCH LAST FROM c;
FETCH ABSOLUTE 5 FROM c;
FETCH BACKWARD 2 FROM c;
MOVE FORWARD ALL IN c;
COMMIT;
FETCH FIRST FROM c;
CLOSE c;
-- @ statements: binary and asensitive cursors
BEGIN;
DECLARE b BINARY CURSOR FOR SELECT ssn, name, birth_date FROM clinic.patients WHERE id < 4 ORDER BY id;
FETCH ALL b;
DECLARE u CURSOR FOR SELECT * FROM clinic.patients WHERE id = 5 FOR UPDATE;
FETCH u;
UPDATE clinic.patients SET risk_score = risk_score WHERE CURRENT OF u;
DELETE FROM clinic.patients WHERE CURRENT OF u;
ROLLBACK;
-- @ statements: prepared statements with parameters
PREPARE a(text) AS SELECT id FROM clinic.patients WHERE ssn > $1 ORDER BY id LIMIT 5;
EXECUTE a('400');
PREPARE b AS SELECT ssn FROM clinic.patients WHERE id = $1 AND mrn = $2;
EXECUTE b(1, 'MRN0000037');
EXECUTE b((SELECT 2), 'MRN0000074');
PREPARE c(text) AS SELECT $1;
EXECUTE c((SELECT ssn FROM clinic.patients WHERE id = 1));
EXPLAIN (VERBOSE, COSTS off) EXECUTE a('400');
CREATE TEMP TABLE z AS EXECUTE a('400');
DEALLOCATE ALL;
EXECUTE a('400');
-- @ statements: explain formats
EXPLAIN (FORMAT json, COSTS off, VERBOSE) SELECT ssn FROM clinic.patients WHERE ssn > '400';
EXPLAIN (FORMAT xml, COSTS off) SELECT ssn FROM clinic.patients WHERE name = 'Elena Abbott';
EXPLAIN (FORMAT yaml, COSTS off, ANALYZE, TIMING off, SUMMARY off) SELECT 1 FROM clinic.patients WHERE ssn > '400';
EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off, BUFFERS off) SELECT name FROM clinic.patients WHERE id < 9 ORDER BY name;
EXPLAIN (COSTS off, SETTINGS) SELECT mrn FROM clinic.patients WHERE mrn = 'MRN0000037';
-- @ statements: explain estimates come from protected statistics
EXPLAIN SELECT id FROM clinic.patients WHERE ssn < '400';
EXPLAIN SELECT id FROM clinic.patients WHERE name = 'Elena Abbott';
EXPLAIN SELECT name, count(*) FROM clinic.patients GROUP BY name;
EXPLAIN SELECT * FROM clinic.patients a JOIN clinic.patients b USING (name);
EXPLAIN (FORMAT json) SELECT id FROM clinic.patients WHERE birth_date < '1950-06-01';
EXPLAIN SELECT DISTINCT zip FROM clinic.patients;
EXPLAIN SELECT id FROM clinic.patient_directory WHERE tax_id < '400';
EXPLAIN SELECT id FROM clinic.patient_summary WHERE ssn < '400';
EXPLAIN SELECT * FROM billing.claims WHERE member_id < 'MB5';
EXPLAIN SELECT ssn FROM clinic.patients;
EXPLAIN TABLE clinic.patients;
EXPLAIN UPDATE clinic.patients SET risk_score = 1 WHERE ssn < '400';
-- @ statements: explain of writes
EXPLAIN (COSTS off) DELETE FROM clinic.patients WHERE ssn > '400';
EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) UPDATE clinic.patients SET risk_score = risk_score WHERE id = 50 RETURNING ssn;
EXPLAIN (COSTS off, VERBOSE) INSERT INTO archive.patients SELECT id + 5000, ssn FROM clinic.patients;
EXPLAIN (COSTS off, VERBOSE) CREATE TABLE public.q AS SELECT ssn FROM clinic.patients;
EXPLAIN (COSTS off, VERBOSE) DECLARE c CURSOR FOR SELECT ssn FROM clinic.patients;
-- @ statements: multi-statement strings
SELECT 1; SELECT ssn FROM clinic.patients WHERE id = 1; SELECT 2;
BEGIN; SELECT ssn FROM clinic.patients WHERE id = 1; CREATE TABLE public.made (i int); COMMIT;
SELECT ssn FROM clinic.patients WHERE id = 1; COPY clinic.patients TO STDOUT; SELECT 3;
SELECT 1/0; SELECT ssn FROM clinic.patients WHERE id = 1;
SELECT 1; SELECT ssn::int FROM clinic.patients WHERE id = 1; SELECT 3;
-- @ statements: transactions and savepoints around errors
BEGIN;
SAVEPOINT a;
SELECT ssn::int FROM clinic.patients WHERE id = 51;
SELECT ssn FROM clinic.patients WHERE id = 51;
ROLLBACK TO a;
SELECT ssn FROM clinic.patients WHERE id = 51;
RELEASE a;
COMMIT AND CHAIN;
ROLLBACK;
PREPARE TRANSACTION 'x';
-- @ statements: maintenance
ANALYZE VERBOSE archive.patients;
VACUUM (VERBOSE) clinic.patients;
CLUSTER clinic.patients USING patients_ssn_key;
REINDEX TABLE clinic.patients;
LOCK TABLE clinic.patients IN ACCESS SHARE MODE;
CHECKPOINT;
LOAD 'auto_explain';
DISCARD PLANS;
SECURITY LABEL ON TABLE clinic.patients IS 'x';
-- @ writes: returning
UPDATE clinic.patients p SET risk_score = p.risk_score WHERE id = 52 RETURNING p.*, p, p.ssn || '', (SELECT ssn FROM clinic.patients WHERE id = 53);
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 52 RETURNING patients.ssn AS s, patients;
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 52 RETURNING *;
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 52 RETURNING ssn::int;
DELETE FROM clinic.patients WHERE id = 999999 RETURNING *;
-- @ writes: returning in data-modifying ctes
WITH u AS (UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 RETURNING *) SELECT ssn, name FROM u;
WITH u AS (UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 RETURNING ssn AS x, id) SELECT x FROM u;
WITH u AS (UPDATE clinic.patients SET risk_score = risk_score WHERE id < 20 RETURNING ssn) SELECT count(*) FROM u WHERE ssn > '400';
WITH u AS (UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 RETURNING *) INSERT INTO archive.patients SELECT id + 7000, ssn FROM u RETURNING note;
-- @ writes: lookups in the target stay equality
UPDATE clinic.patients SET risk_score = risk_score WHERE mrn = 'MRN0000037' RETURNING id;
UPDATE clinic.patients SET risk_score = risk_score WHERE mrn < 'MRN0000037';
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 AND ssn = '123-45-6789';
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 AND length(name) > 8;
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 54 AND patients::text LIKE '%Elena%';
UPDATE clinic.patients p SET risk_score = risk_score WHERE id < 99 AND EXISTS (SELECT 1 WHERE p.ssn > '400');
UPDATE clinic.patients p SET risk_score = risk_score WHERE id < 99 AND (SELECT p.ssn) > '400';
-- @ writes: set from protected columns
UPDATE clinic.patients SET risk_score = substr(ssn, 1, 3)::int WHERE id = 55 RETURNING risk_score;
UPDATE clinic.patients SET risk_score = CASE WHEN name < 'G' THEN 1 ELSE 2 END WHERE id = 55;
UPDATE clinic.patients SET (risk_score, sex) = (SELECT length(name), 'F' FROM clinic.patients WHERE id = 56) WHERE id = 55;
UPDATE clinic.patients p SET risk_score = (SELECT length(p.name)) WHERE id = 55;
UPDATE clinic.patients SET contact = jsonb_set(contact, '{language}', contact->'phone') WHERE id = 55;
UPDATE clinic.patients SET zip = name WHERE id = 55;
UPDATE clinic.patients SET risk_score = DEFAULT, sex = left(name, 1) WHERE id = 55;
SELECT risk_score, sex FROM clinic.patients WHERE id = 55;
-- @ writes: set of protected columns, and masks written back
UPDATE clinic.patients SET ssn = '***-**-1234' WHERE id = 56;
UPDATE clinic.patients SET name = 'x' || name WHERE id = 56;
UPDATE clinic.patients SET name = '[redacted]' WHERE id = 56;
UPDATE clinic.patients SET ssn = (SELECT ssn FROM clinic.patients WHERE id = 57) WHERE id = 56;
-- @ writes: from and using
UPDATE archive.patients a SET note = p.name FROM clinic.patients p WHERE p.id = a.id RETURNING note;
UPDATE clinic.notes n SET body = n.body FROM clinic.patients p WHERE p.id = n.patient_id AND p.ssn > '400';
UPDATE clinic.notes n SET body = n.body FROM clinic.patient_directory d WHERE d.id = n.patient_id AND d.tax_id > '400';
DELETE FROM clinic.notes n USING clinic.patients p WHERE p.id = n.patient_id AND p.ssn > '400' AND n.id > 1000000;
UPDATE clinic.notes SET body = body WHERE body = (SELECT name FROM clinic.patients WHERE id = 1);
-- @ writes: merge
MERGE INTO archive.patients a USING clinic.patients p ON a.id = p.id WHEN MATCHED THEN UPDATE SET note = p.ssn;
MERGE INTO archive.patients a USING (SELECT id FROM clinic.patients WHERE ssn > '400') p ON a.id = p.id WHEN MATCHED THEN UPDATE SET note = 'high';
MERGE INTO clinic.patients p USING archive.patients a ON a.id = p.id WHEN MATCHED AND p.ssn > '400' THEN UPDATE SET risk_score = 1;
MERGE INTO clinic.patients p USING archive.patients a ON a.note = p.ssn WHEN NOT MATCHED THEN DO NOTHING;
SELECT * FROM archive.patients ORDER BY id;
-- @ writes: unique oracle on insert
INSERT INTO clinic.patients VALUES (3001, 'MRN9', '332-30-0002', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01');
INSERT INTO clinic.patients VALUES (1, 'MRN0000037', 'x', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01');
INSERT INTO clinic.patients VALUES (3002, 'MRN0000037', 'x', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01');
-- @ writes: unique oracle on insert of a guessed number
INSERT INTO clinic.patients SELECT 3100 + i, 'MRNX' || i, lpad((100 + i)::text, 3, '0') || '-50-0003', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01' FROM generate_series(1, 500) i ON CONFLICT (ssn) DO NOTHING;
INSERT INTO clinic.patients VALUES (3700, 'MRNY', '277-56-0003', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01') ON CONFLICT (ssn) DO UPDATE SET risk_score = 0 RETURNING id, name;
INSERT INTO clinic.patients VALUES (57, 'MRNZ', '1', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01') ON CONFLICT (id) DO UPDATE SET risk_score = length(patients.name) RETURNING risk_score;
INSERT INTO clinic.patients VALUES (57, 'MRNZ', '1', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01') ON CONFLICT (id) DO UPDATE SET risk_score = 1 WHERE patients.ssn > '400';
INSERT INTO clinic.patients VALUES (57, 'MRNZ', '1', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01') ON CONFLICT (id) DO UPDATE SET risk_score = patients.risk_score RETURNING ssn, name;
INSERT INTO clinic.patients AS t VALUES (57, 'MRNZ', '1', 'n', '2000-01-01', 'F', '1', '{}', 1, 1, '2024-01-01') ON CONFLICT ON CONSTRAINT patients_pkey DO UPDATE SET sex = left(t.name, 1) RETURNING sex;
-- @ writes: unique oracle on update
UPDATE clinic.patients SET ssn = '353-28-0004' WHERE id = 4;
UPDATE clinic.patients SET mrn = 'MRN0000037' WHERE id = 4;
-- @ writes: insert select launders
INSERT INTO clinic.notes SELECT 910000 + id, id, '2025-01-01', ssn || name FROM clinic.patients WHERE id < 4;
INSERT INTO archive.patients VALUES (910000, (SELECT name FROM clinic.patients WHERE id = 1)) RETURNING note;
INSERT INTO archive.patients SELECT id + 920000, 'x' FROM clinic.patients WHERE ssn > '400' AND id < 50;
INSERT INTO archive.patients TABLE clinic.patients;
SELECT id, body FROM clinic.notes WHERE id >= 910000 ORDER BY id;
SELECT count(*) FROM archive.patients;
-- @ writes: through views
UPDATE clinic.patient_directory SET risk_score = risk_score WHERE tax_id > '400';
UPDATE clinic.patient_directory SET risk_score = risk_score WHERE id = 58 RETURNING tax_id, sort_name;
DELETE FROM clinic.patient_directory WHERE full_name < 'A';
INSERT INTO clinic.patient_directory (id, tax_id) VALUES (4001, 'x');
-- @ writes: through a view that computes on protected values
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE area > 3;
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE odd IS NOT NULL AND id < 20;
UPDATE clinic.patient_risk SET risk_score = area WHERE id = 58;
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE id = 58 RETURNING id;
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE id = 58 RETURNING *;
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE id = 58;
UPDATE clinic.patient_risk v SET risk_score = risk_score WHERE id = 58 AND v::text LIKE '%3%';
UPDATE clinic.patient_risk v SET risk_score = risk_score FROM clinic.patients p WHERE p.id = v.id AND p.ssn > '400';
UPDATE clinic.patient_risk SET sex = 'M' WHERE id = 58;
UPDATE clinic.patient_risk SET sex = 'too long' WHERE id = 58;
UPDATE clinic.patient_risk SET risk_score = 100000 WHERE id = 58;
UPDATE clinic.patient_risk SET mrn = 'MRN0000037' WHERE id = 58;
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE mrn = 'MRN0002146';
UPDATE clinic.patient_risk SET risk_score = risk_score WHERE mrn > 'MRN0002146';
INSERT INTO clinic.patient_risk (id, mrn, risk_score, sex) VALUES (4002, 'MRN9001', 1, 'F');
INSERT INTO clinic.patient_risk (id, mrn, risk_score, sex) VALUES (58, 'MRN9001', 1, 'F') ON CONFLICT (id) DO UPDATE SET risk_score = patient_risk.area;
INSERT INTO clinic.patient_risk (id, mrn, risk_score, sex) VALUES (58, 'MRN9001', 1, 'F') ON CONFLICT DO NOTHING RETURNING id;
DELETE FROM clinic.patient_risk WHERE area > 100;
COPY clinic.patient_risk (id, mrn) FROM STDIN;
MERGE INTO clinic.patient_risk v USING archive.patients a ON a.id = v.id AND v.area > 3 WHEN MATCHED THEN DO NOTHING;
-- @ writes: through a view whose rows a protected value chooses
UPDATE clinic.patient_low SET risk_score = risk_score WHERE id < 100;
INSERT INTO clinic.patient_low (id, risk_score) VALUES (4003, 1);
-- @ writes: through a view that hides what a constraint tells
INSERT INTO clinic.order_items (id, item) VALUES (1, 'x');
INSERT INTO clinic.order_items (id, item) VALUES (4004, 'x');
UPDATE clinic.order_items SET item = NULL WHERE id = 1;
UPDATE clinic.order_items SET item = item WHERE id = 1 RETURNING *;
UPDATE clinic.order_items SET item = '***' WHERE id = 1;
-- @ writes: constraint errors show the row
INSERT INTO clinic.notes VALUES (930001, 999999, '2025-01-01', (SELECT ssn FROM clinic.patients WHERE id = 1));
UPDATE clinic.patients SET name = NULL WHERE id = 59;
UPDATE clinic.patients SET created_at = NULL WHERE id = 59;
UPDATE clinic.patients SET sex = 'long' WHERE id = 59;
UPDATE clinic.patients SET risk_score = 100000 WHERE id = 59;
UPDATE clinic.patients SET id = 60 WHERE id = 59;
UPDATE clinic.patients SET provider_id = -1 WHERE id = 59;
UPDATE clinic.encounters SET started_at = '1999-01-01' WHERE id = 59;
DELETE FROM clinic.patients WHERE id = 59;
-- @ writes: foreign keys tell of rows
INSERT INTO clinic.notes SELECT 940001, id, '2025-01-01', 'x' FROM clinic.patients WHERE name = 'Elena Abbott' LIMIT 1;
INSERT INTO clinic.notes SELECT 940002, CASE WHEN ssn > '400' THEN 1 ELSE 999999 END, '2025-01-01', 'x' FROM clinic.patients WHERE id = 1;
-- @ messages: errors quote values
SELECT ssn::int, name::date FROM clinic.patients WHERE id = 61;
SELECT name::jsonb FROM clinic.patients WHERE id = 61;
SELECT name::uuid FROM clinic.patients WHERE id = 61;
SELECT name::bit(3) FROM clinic.patients WHERE id = 61;
SELECT name::xml FROM clinic.patients WHERE id = 61;
SELECT name::inet, zip::bool FROM clinic.patients WHERE id = 61;
SELECT ssn::point FROM clinic.patients WHERE id = 61;
SELECT to_date(name, 'YYYY'), to_number(name, '999') FROM clinic.patients WHERE id = 61;
SELECT name::"char"::int FROM clinic.patients WHERE id = 61;
SELECT ('{' || name)::text[] FROM clinic.patients WHERE id = 61;
SELECT decode(name, 'hex') FROM clinic.patients WHERE id = 61;
SELECT regexp_replace('a', name || '[', '') FROM clinic.patients WHERE id = 61;
SELECT chr(-length(name)) FROM clinic.patients WHERE id = 61;
SELECT name::interval FROM clinic.patients WHERE id = 61;
SELECT timezone(name, now()) FROM clinic.patients WHERE id = 61;
SELECT convert_to('x', name) FROM clinic.patients WHERE id = 61;
SELECT encode('x', ssn) FROM clinic.patients WHERE id = 61;
SELECT extract(year FROM name::timestamp) FROM clinic.patients WHERE id = 61;
-- @ messages: errors that come or do not come
SELECT 1 / (substr(ssn, 1, 3)::int - 400) FROM clinic.patients WHERE id < 99;
SELECT 1 / nullif(length(name) - 8, 0) FROM clinic.patients WHERE id < 5 ORDER BY id;
SELECT CASE WHEN ssn > '400' THEN 1 / 0 ELSE 1 END FROM clinic.patients WHERE id = 62;
SELECT (SELECT id FROM clinic.patients WHERE left(ssn, 2) = '31');
SELECT array_fill(1, ARRAY[length(name) - 9]) FROM clinic.patients WHERE id = 62;
SELECT repeat('x', (substr(ssn, 1, 3)::int - 400)) = '' FROM clinic.patients WHERE id = 62;
SELECT sqrt(400 - substr(ssn, 1, 3)::int) FROM clinic.patients WHERE id = 62;
SELECT make_date(2000, 2, 28 + extract(day FROM birth_date)::int % 3) FROM clinic.patients WHERE id = 62;
SELECT (ARRAY[1, 2])[substr(ssn, 1, 1)::int] FROM clinic.patients WHERE id = 62;
SELECT coalesce(nullif(ssn > '400', false)::int, 1 / 0) FROM clinic.patients WHERE id = 62;
-- @ messages: errors in planning
SELECT ssn FROM clinic.patients WHERE id = 'x';
SELECT nosuch, ssn FROM clinic.patients;
SELECT ssn FROM clinic.patients GROUP BY name;
SELECT ssn + 1 FROM clinic.patients;
SELECT ssn FROM clinic.patients p WHERE patients.id = 1;
SELECT * FROM clinic.patient;
-- @ messages: levels and debugging
SET client_min_messages = debug5;
SET log_min_messages = debug1;
SET debug_print_parse = on;
SET debug_print_rewritten = on;
SET debug_pretty_print = on;
SET log_statement_stats = on;
SET log_duration = on;
SET log_error_verbosity = verbose;
SET trace_sort = on;
SELECT mrn, ssn FROM clinic.patients WHERE id = 63 ORDER BY name;
SELECT set_config('client_min_messages', 'log', false);
SELECT set_config('log_min_duration_statement', '0', false), ssn FROM clinic.patients WHERE id = 63;
-- @ messages: parameter status
SET application_name = 'a b';
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'postgres_verbose';
SET TimeZone = 'Asia/Tokyo';
SELECT birth_date, created_at FROM clinic.patients WHERE id = 64;
SELECT set_config('TimeZone', CASE WHEN ssn > '400' THEN 'UTC' ELSE 'Asia/Tokyo' END, false) FROM clinic.patients WHERE id = 64;
SELECT set_config('DateStyle', CASE WHEN name > 'G' THEN 'ISO' ELSE 'German' END, false) FROM clinic.patients WHERE id = 64;
SELECT birth_date, created_at FROM clinic.patients WHERE id = 64;
SET bytea_output = escape;
SET extra_float_digits = 0;
-- @ messages: planner settings change what is read
SET enable_seqscan = off;
SET enable_indexscan = off;
SET default_statistics_target = 1;
SET jit = on;
SET row_security = off;
SELECT id FROM clinic.patients WHERE ssn > '400' ORDER BY id LIMIT 3;
-- @ messages: the command tag counts
DELETE FROM clinic.notes WHERE id = -1 AND patient_id IN (SELECT id FROM clinic.patients WHERE ssn > '400');
UPDATE clinic.encounters SET cost = cost WHERE id < 200 AND patient_id IN (SELECT id FROM clinic.patients WHERE name < 'G');
UPDATE clinic.encounters e SET cost = cost WHERE id < 200 AND EXISTS (SELECT 1 FROM clinic.patients p WHERE p.id = e.patient_id AND p.zip > '5');
SELECT id FROM clinic.encounters WHERE id < 50 AND patient_id = ANY (ARRAY(SELECT id FROM clinic.patients WHERE ssn > '400')) ORDER BY id;
MOVE ALL IN nosuch;
-- @ masks: dates keep only the year
SELECT birth_date, birth_date - date '1900-01-01', extract(doy FROM birth_date), to_char(birth_date, 'DD Mon') FROM clinic.patients WHERE id < 9 ORDER BY id;
SELECT id FROM clinic.patients WHERE birth_date > '1936-06-01' ORDER BY id LIMIT 5;
SELECT date_part('month', birth_date), count(*) FROM clinic.patients GROUP BY 1 ORDER BY 1;
SELECT birth_date::text::date, birth_date::timestamptz, isfinite(birth_date) FROM clinic.patients WHERE id = 65;
SELECT min(birth_date), max(birth_date) FROM clinic.patients;
-- @ masks: zip keeps three
SELECT zip, zip::int, right(zip, 2), length(zip) FROM clinic.patients WHERE id < 9 ORDER BY id;
SELECT right(zip, 2), count(*) FROM clinic.patients GROUP BY 1 ORDER BY 1;
SELECT id FROM clinic.patients WHERE zip LIKE '___5%' ORDER BY id LIMIT 5;
-- @ masks: json path keeps the rest
SELECT contact, contact->'phone', contact->'email', contact->'language' FROM clinic.patients WHERE id < 5 ORDER BY id;
SELECT length(contact::text), pg_column_size(contact), hashtext(contact::text), jsonb_hash(contact) FROM clinic.patients WHERE id = 66;
SELECT length(contact::text), hashtext(contact::text) FROM clinic.patients WHERE id < 9 ORDER BY id;
SELECT contact #> '{phone}', contact #>> ARRAY['email'], jsonb_extract_path_text(contact, 'phone') FROM clinic.patients WHERE id = 66;
SELECT id FROM clinic.patients ORDER BY contact, id LIMIT 5;
SELECT r.* FROM clinic.patients p, jsonb_to_record(p.contact) AS r(phone text, email text, language text) WHERE p.id = 66;
SELECT contact = '{"phone":"(300) 555-0000"}', contact @> '{"language":"en"}' FROM clinic.patients WHERE id = 66;
-- @ masks: the last four stay, no more
SELECT ssn, length(ssn), left(ssn, 6), right(ssn, 5), split_part(ssn, '-', 1) FROM clinic.patients WHERE id < 9 ORDER BY id;
SELECT "Patient SSN", left("Patient SSN", 3) FROM clinic."Order" ORDER BY id LIMIT 5;
SELECT item FROM clinic."Order" WHERE "Patient SSN" > '400' ORDER BY id;
SELECT id FROM clinic."Order" ORDER BY "Patient SSN", id;
-- @ masks: the pseudonym's key is not told
SELECT mrn, md5(mrn), length(mrn) FROM clinic.patients WHERE id < 4 ORDER BY id;
EXPLAIN (VERBOSE, COSTS off) SELECT mrn FROM clinic.patients;
EXPLAIN (VERBOSE, COSTS off) SELECT mrn FROM clinic.patients WHERE mrn = 'MRN0000037';
SELECT 1 / length(mrn) - length(mrn), mrn::int FROM clinic.patients WHERE id = 1;
SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();
SELECT nosuch FROM (SELECT mrn FROM clinic.patients) q;
-- @ masks: redacted members of another schema
SELECT member_id, length(member_id) FROM billing.claims ORDER BY id LIMIT 5;
SELECT id FROM billing.claims WHERE member_id LIKE 'MB1%' ORDER BY id LIMIT 5;
SELECT c FROM billing.claims c ORDER BY member_id, id LIMIT 3;
SELECT count(*) FROM billing.claims a JOIN billing.claims b ON a.member_id < b.member_id AND a.id < 9 AND b.id < 9;
COPY billing.claims TO STDOUT;
-- @ masks: lookup only as top-level equality
SELECT id FROM clinic.patients WHERE mrn = 'MRN0000037' OR ssn > '400' ORDER BY id LIMIT 5;
SELECT id FROM clinic.patients WHERE NOT mrn = 'MRN0000037' AND id < 4 ORDER BY id;
SELECT id FROM clinic.patients WHERE mrn IN ('MRN0000037', 'MRN0000074') ORDER BY id;
SELECT id FROM clinic.patients WHERE mrn = (SELECT mrn FROM clinic.patients WHERE id = 3);
SELECT id FROM clinic.patients WHERE mrn = 'MRN' || '0000037';
SELECT e.id, p.id FROM clinic.encounters e LEFT JOIN clinic.patients p ON p.id = e.patient_id AND p.mrn = 'MRN0000037' WHERE e.id < 9 ORDER BY 1;
SELECT e.id, p.id FROM clinic.encounters e LEFT JOIN clinic.patients p ON p.id = e.patient_id WHERE p.mrn = 'MRN0000037' ORDER BY 1 LIMIT 3;
SELECT id FROM clinic.patients WHERE ssn = '300-10-0002';
SELECT id FROM clinic.patients WHERE mrn = ssn;
SELECT count(*) FROM clinic.patients WHERE mrn = mrn;
-- @ masks: lookup in an array only of one's own constants
SELECT id FROM clinic.patients WHERE mrn = ANY (ARRAY['MRN0000037', 'MRN0000074']) ORDER BY id;
SELECT id FROM clinic.patients WHERE mrn = ANY ('{MRN0000037,MRN0000074,NULL}'::text[]) ORDER BY id;
SELECT id, ssn FROM clinic.patients WHERE mrn = SOME ('{MRN0000037}') AND ssn > '400';
SELECT id FROM clinic.patients WHERE ssn = ANY (ARRAY['300-10-0002', '277-56-0003', '332-30-0002']);
SELECT id FROM clinic.patients WHERE mrn = ANY (ARRAY[ssn, mrn]) ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn = ANY (ARRAY(SELECT mrn FROM clinic.patients WHERE ssn > '400')) ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn = ANY (ARRAY['MRN0000037', left(name, 1)]) ORDER BY id;
SELECT id FROM clinic.patients WHERE mrn > ANY (ARRAY['MRN0000037']) ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn = ALL (ARRAY['MRN0000037']) ORDER BY id;
SELECT id FROM clinic.patients WHERE mrn <> ALL ('{MRN0000037}') ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE NOT mrn = ANY ('{MRN0000037}') ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn LIKE ANY (ARRAY['MRN%']) ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn = ANY ('{MRN0000037}'::name[]) ORDER BY id LIMIT 3;
SELECT id FROM clinic.patients WHERE mrn = ANY ('{broken') ORDER BY id LIMIT 3;
SELECT n.id FROM clinic.notes n LEFT JOIN clinic.patients p ON p.id = n.patient_id WHERE p.mrn = ANY ('{MRN0000037}') ORDER BY 1 LIMIT 3;
UPDATE clinic.patients SET risk_score = risk_score WHERE mrn = ANY ('{MRN0000037,MRN0000074}') RETURNING id, ssn;
UPDATE clinic.patients SET risk_score = risk_score WHERE ssn = ANY ('{300-10-0002,277-56-0003}');
UPDATE clinic.patients SET risk_score = risk_score WHERE mrn = ANY (ARRAY[mrn, ssn]);
EXPLAIN SELECT id FROM clinic.patients WHERE mrn = ANY ('{MRN0000037,MRN0000074}');
-- @ oracle: grouped by the primary key
SELECT p.*, count(*) FROM clinic.patients p GROUP BY p.id ORDER BY p.id LIMIT 4;
SELECT id, ssn, name, upper(zip) FROM clinic.patients GROUP BY id HAVING ssn > '***-**-1' AND count(*) = 1 ORDER BY ssn, id LIMIT 4;
SELECT p.id, (SELECT count(*) FROM clinic.encounters e WHERE e.patient_id = p.id AND p.ssn > '400') FROM clinic.patients p WHERE p.id < 5 GROUP BY p.id ORDER BY p.birth_date, 1;
SELECT row_to_json(p), (p).ssn, (p).* FROM clinic.patients p WHERE id < 4 GROUP BY p.id ORDER BY p.id;
SELECT x AS id, birth_date, max(name) OVER () FROM clinic.patients AS p(x) WHERE x < 4 GROUP BY x ORDER BY 1;
SELECT id AS k, zip, contact FROM clinic.patients WHERE id < 4 GROUP BY k ORDER BY k;
SELECT clinic.patients.name, clinic.patients.id FROM clinic.patients WHERE id < 4 GROUP BY 2 ORDER BY clinic.patients.zip, 2;
SELECT p.id, p.sex, p.name, count(*) FROM clinic.patients p WHERE p.id < 4 GROUP BY p.id, ROLLUP (p.sex) ORDER BY 1, 2, 3;
SELECT o.id, o."Patient SSN", p.ssn, count(*) FROM clinic."Order" o JOIN clinic.patients p USING (id) WHERE o.id < 4 GROUP BY o.id, p.id ORDER BY 1;
SELECT p.ssn FROM clinic.patients p GROUP BY p.mrn;
SELECT p.ssn, count(*) FROM clinic.patient_directory d JOIN clinic.patients p ON p.id = d.id WHERE d.id < 4 GROUP BY d.id;
SELECT DISTINCT ON (p.ssn) p.id, p.ssn FROM clinic.patients p WHERE p.id < 9 GROUP BY p.id ORDER BY p.ssn, p.id;
-- @ oracle: order and equality
SELECT id FROM clinic.patients WHERE id < 40 ORDER BY name USING <, id;
SELECT id FROM clinic.patients WHERE id < 40 ORDER BY ssn DESC NULLS LAST;
SELECT id FROM clinic.patients WHERE id < 40 ORDER BY 3, id;
SELECT id, name = lag(name) OVER (ORDER BY id) FROM clinic.patients WHERE id < 20 ORDER BY id;
SELECT a.id, b.id FROM clinic.patients a JOIN clinic.patients b ON a.ssn < b.ssn WHERE a.id < 5 AND b.id < 5 ORDER BY 1, 2;
SELECT greatest(ssn, '400') = ssn, least(name, 'G') = name, nullif(name, 'Elena Abbott') IS NULL FROM clinic.patients WHERE id < 9 ORDER BY id;
-- @ oracle: semi and anti joins
SELECT e.id FROM clinic.encounters e WHERE e.id < 40 AND EXISTS (SELECT 1 FROM clinic.patients p WHERE p.id = e.patient_id AND p.ssn > '400') ORDER BY 1;
SELECT id FROM archive.patients a WHERE id NOT IN (SELECT id FROM clinic.patients WHERE name < 'G') ORDER BY 1;
SELECT id FROM archive.patients WHERE id = ALL (SELECT id FROM clinic.patients WHERE name < 'A');
SELECT id FROM archive.patients a WHERE (SELECT ssn FROM clinic.patients p WHERE p.id = a.id) > '400' ORDER BY 1;
SELECT id, (SELECT count(*) FROM clinic.patients p WHERE p.name < q.name) FROM clinic.patients q WHERE id < 4 ORDER BY 1;
-- @ oracle: conditions in unusual clauses
SELECT sex, count(*) FROM clinic.patients GROUP BY sex HAVING max(ssn) > '655' ORDER BY 1;
SELECT count(*) FILTER (WHERE ssn > '400') FROM clinic.patients;
SELECT id FROM clinic.encounters e JOIN LATERAL (SELECT 1 WHERE (SELECT name FROM clinic.patients WHERE id = 1) > 'G') q ON true ORDER BY id LIMIT 2;
SELECT CASE (SELECT left(name, 1) FROM clinic.patients WHERE id = 67) WHEN 'A' THEN 1 WHEN 'B' THEN 2 ELSE 0 END;
SELECT id, bool_and(name < 'M') OVER (PARTITION BY sex ORDER BY id ROWS 2 PRECEDING) FROM clinic.patients WHERE id < 20 ORDER BY id;
SELECT generate_series(1, substr(ssn, 1, 1)::int) FROM clinic.patients WHERE id = 67;
-- @ oracle: locks on rows chosen by a value
BEGIN;
SELECT id FROM clinic.patients WHERE ssn > '400' AND id < 20 ORDER BY id FOR UPDATE;
SELECT mode, granted FROM pg_locks WHERE relation = 'clinic.patients'::regclass AND pid = pg_backend_pid() ORDER BY 1, 2;
ROLLBACK;
-- @ oracle: temporary tables built on a bit
CREATE TEMP TABLE bits AS SELECT id FROM clinic.patients WHERE ssn > '400' AND id < 50;
SELECT * FROM bits ORDER BY id;
SELECT id INTO TEMP chosen FROM clinic.patients WHERE name < 'G' AND id < 50;
SELECT * FROM chosen ORDER BY id;
-- @ detectors: notes stay equal on twins
SELECT body FROM clinic.notes WHERE id < 20 ORDER BY id;
COPY (SELECT body FROM clinic.notes WHERE id < 20 ORDER BY id) TO STDOUT WITH (FORMAT binary);
SELECT reverse(body), upper(body), to_json(n) FROM clinic.notes n WHERE id < 5 ORDER BY id;
SELECT n.body || p.ssn FROM clinic.notes n JOIN clinic.patients p ON p.id = n.patient_id WHERE n.id < 5 ORDER BY n.id;
-- @ lexing: bytes that are not text
SELECT E'\xff', ssn FROM clinic.patients WHERE id = 68;
SELECT U&'\D83D\DE00', U&'\+01F600', ssn FROM clinic.patients WHERE id = 68;
SELECT U&'\DE00', ssn FROM clinic.patients WHERE id = 68;
SELECT X'1F', B'101', ssn FROM clinic.patients WHERE id = 68;
SELECT N'x', ssn FROM clinic.patients WHERE id = 68;
-- @ statements: what cannot be read
SELEC ssn FROM clinic.patients;
SELECT ssn FROM clinic.patients WHERE id = 69 'unfinished;
;
SELECT ssn FROM clinic.patients WHERE id = 69 $tag$unfinished;
SELECT ssn FROM clinic.patients WHERE id = $1;
SELECT ssn FROM clinic.patients WHERE id = 69 /* unfinished;
-- @ relations: what a sample holds follows from where rows are stored
SELECT id FROM clinic.patient_summary TABLESAMPLE BERNOULLI (50) REPEATABLE (1) WHERE id < 40 ORDER BY id;
SELECT id FROM clinic.patients TABLESAMPLE SYSTEM (10) REPEATABLE (3) ORDER BY id;
SELECT count(*) FROM ONLY (clinic.patients) AS p TABLESAMPLE BERNOULLI (10) REPEATABLE (3);
-- @ writes: system columns of the target tell how long the rows before it are
UPDATE clinic.patients SET risk_score = risk_score WHERE ctid = '(20,30)';
UPDATE clinic.patients p SET risk_score = p.risk_score WHERE p.ctid < '(5,1)' AND id < 300;
UPDATE clinic.patients SET risk_score = risk_score WHERE id = 900 AND ctid::text LIKE '(20,%' RETURNING id;
-- @ statements: definitions that launder
-- (The last session: where it is not refused, nothing stands as it was.)
CREATE TABLE public.l (LIKE clinic.patients INCLUDING ALL);
CREATE MATERIALIZED VIEW public.m AS SELECT ssn FROM clinic.patients;
CREATE OR REPLACE VIEW clinic.patient_directory AS SELECT id, mrn, ssn AS full_name, ssn AS tax_id, ssn AS sort_name, risk_score FROM clinic.patients;
CREATE RULE r AS ON SELECT TO archive.patients DO INSTEAD SELECT id, ssn FROM clinic.patients;
CREATE TRIGGER t BEFORE UPDATE ON archive.patients EXECUTE FUNCTION clinic.purge();
CREATE INDEX ON clinic.patients (name) WHERE ssn > '400';
CREATE UNIQUE INDEX ON clinic.patients (name);
CREATE STATISTICS st ON name, zip FROM clinic.patients;
CREATE POLICY p ON clinic.patients USING (ssn > '400');
CREATE DOMAIN public.d AS text CHECK (VALUE IN ('x'));
CREATE CAST (text AS int) WITH FUNCTION clinic.patient_ssn(int);
CREATE AGGREGATE public.ag (text) (SFUNC = textcat, STYPE = text);
CREATE OPERATOR public.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = textcat);
CREATE PUBLICATION pub FOR TABLE clinic.patients;
CREATE EXTENSION dblink;
ALTER TABLE clinic.patients ALTER ssn TYPE int USING ssn::int;
ALTER TABLE clinic.patients RENAME ssn TO note;
ALTER TABLE clinic.patients RENAME TO sufferers;
ALTER TABLE clinic.patients SET SCHEMA archive;
ALTER TABLE clinic.patients ADD CHECK (ssn > '400');
ALTER TABLE clinic.patients ADD COLUMN g text GENERATED ALWAYS AS (ssn) STORED;
ALTER TABLE archive.patients INHERIT clinic.patients;
COMMENT ON TABLE archive.patients IS 'x';
GRANT SELECT ON clinic.patients TO PUBLIC;
TRUNCATE clinic.patients;
SELECT * FROM archive.patients ORDER BY id LIMIT 1;
-- @ functions: code that is run by attribute notation
SELECT (t.n).ts_stat FROM (SELECT 'select to_tsvector(ssn) from clinic.patients where id < 9'::text AS n) t ORDER BY 1;
SELECT f.ts_stat FROM lower('select to_tsvector(''simple'', name) from clinic.patients where id < 9') f ORDER BY 1;
SELECT ((SELECT 'clinic.patients'::regclass)).pg_relation_filepath;
SELECT ('chaperone.key'::text).current_setting;
SELECT f.current_setting FROM lower('chaperone.key') f;
-- @ functions: settings that only the server can name
SELECT current_setting('Chaperone' || '.KEY', true), current_setting('work' || '_mem');
SELECT current_setting(upper(n), true) FROM unnest(ARRAY['chaperone.key', 'chapechaperone.rone.key', 'work_mem']) n;
SELECT current_setting(name) FROM pg_settings WHERE name = 'work_mem';
SELECT current_setting((SELECT name FROM clinic.patients WHERE id = 41), true) IS NULL;
