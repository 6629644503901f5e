-- Every backslash command of psql that describes nothing, printed the same through a lane and directly.
-- Runs until it fails; a child process that has ended would end it too, so it stands first.
CREATE TEMPORARY SEQUENCE turns;
SELECT 1 / greatest(0, 2 - nextval('turns')) AS left \watch 0.05
\copyright
\h SELECT
\?
\?
\echo here
\qecho to the output
\warn to the errors
\set limit 3
\set
\unset limit
\prompt 'say: ' said
\echo :said
\setenv MATRIX held
\getenv matrix MATRIX
\echo :matrix
\! echo from the shell
\cd /tmp
\! pwd
\encoding
\conninfo
\c app
\connect -reuse-previous=on app
\conninfo
\timing on
SELECT 'timed';
\timing off
\pset border 2
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\a
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\f '|'
\t
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\t
\C 'A title'
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\a
\H
\T border=1
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\H
\x auto
\x off
\C
\pset
-- the query buffer
SELECT id, label
\p
\w |cat
\e
  FROM work.items WHERE id = 7
\p
\g
\r
\s /dev/null
SELECT count(*) FROM work.items \g | cat
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id \gx
SELECT id AS number, amount FROM work.items \gdesc
SELECT 'SELECT ' || id FROM work.items WHERE id < 3 ORDER BY id \gexec
SELECT max(id) AS top FROM work.items \gset
\echo :top
SELECT kind, provider_id % 3 AS third, count(*) FROM clinic.encounters GROUP BY 1, 2 ORDER BY 1, 2 \crosstabview
SELECT 1 / 0;
\errverbose
-- functions and views, with an editor that changes nothing
\ef clinic.purge
\r
\ev clinic.high_risk
\r
\ev work.nosuch
\sf clinic.purge
\sv clinic.high_risk
-- files
\set out :folder /out
\o :out
SELECT id, label FROM work.items WHERE id < 3 ORDER BY id;
\qecho also there
\o
\setenv OUT :out
\! cat "$OUT"
\o :out
\qecho '\\echo included'
\o
\i :out
\ir :out
\copy (SELECT id, label FROM work.items WHERE id < 30 ORDER BY id) TO PROGRAM 'cat >/dev/null'
BEGIN;
\copy work.copied FROM PROGRAM 'printf "910001\tby program\n"'
SELECT * FROM work.copied WHERE id = 910001;
ROLLBACK;
-- conditions
\if false
\echo never
\elif true
\echo this
\else
\echo never
\endif
\restrict word
SELECT 'restricted';
\unrestrict word
\echo the end
\q
\echo never
