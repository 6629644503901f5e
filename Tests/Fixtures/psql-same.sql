-- Printed the same through a lane and directly: nothing here is protected.
\set limit 3
\set label item
SELECT id,
       label
  FROM work.items
 WHERE id <= :limit
   AND label LIKE :'label' || '%'
 ORDER BY id;
\x
SELECT * FROM work.items WHERE id = 7;
\x
SELECT id, amount, made, raw, tags FROM work.items WHERE id < 3 ORDER BY id \gdesc
SELECT count(*) AS n, max(id) AS top FROM work.items \gset
\echo :n :top
SELECT 'SELECT ' || i FROM generate_series(1, 3) i \gexec
\set FETCH_COUNT 100
SELECT count(*) FROM (SELECT id FROM work.items ORDER BY id) q;
SELECT id FROM work.items WHERE id <= 250 ORDER BY id;
\unset FETCH_COUNT
SELECT kind, provider_id % 3 AS third, count(*) FROM clinic.encounters GROUP BY 1, 2 ORDER BY 1, 2 \crosstabview
BEGIN;
UPDATE work.items SET label = 'changed' WHERE id = 1 RETURNING id, label;
SAVEPOINT a;
SELECT 1 / 0;
SELECT 'in a failed transaction';
ROLLBACK TO a;
ROLLBACK;
SELECT label FROM work.items WHERE id = 1;
\if true
SELECT 'a $1 ; string' AS s, $q$dollar ; $q$ AS d, E'tab\there' AS e;
\endif
\copy (SELECT id, label FROM work.items WHERE id < 4 ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)
COPY (SELECT id FROM work.items WHERE id < 4 ORDER BY id) TO STDOUT;
PREPARE p AS SELECT label FROM work.items WHERE id = $1;
EXECUTE p(9);
DEALLOCATE p;
BEGIN;
DECLARE c CURSOR FOR SELECT id FROM work.items ORDER BY id;
FETCH 2 FROM c;
MOVE 10 IN c;
FETCH 2 FROM c;
COMMIT;
SELECT 'x'::int;
\errverbose
SELECT nosuch FROM work.items;
SELECT 1 AS a; SELECT 2 AS b; SELECT 3 AS c;
SELECT 4 AS a \; SELECT 5 AS b;
DROP TABLE IF EXISTS work.nothing_of_that_name;
SET statement_timeout = '5s';
SHOW statement_timeout;
SHOW server_version;
VALUES (1, NULL), (2, 'two');
