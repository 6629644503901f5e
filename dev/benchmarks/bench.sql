-- A million rows that nobody protects, and two hundred thousand of patients.
CREATE SCHEMA bench;
CREATE TABLE bench.wide AS
SELECT i AS a, i * 7 AS b, (i % 1000) AS c, i::bigint * 1000003 AS d, (i % 977)::numeric(10, 2) AS e, md5(i::text) AS f,
    'label ' || (i % 31) AS g, timestamptz '2024-01-01' + i * interval '1 minute' AS h, i % 2 = 0 AS i, i * 0.5::float8 AS j
FROM generate_series(1, 1000000) AS i;
CREATE TABLE bench.patients AS
SELECT i AS id, 'MRN' || lpad(i::text, 7, '0') AS mrn, lpad((i % 899 + 100)::text, 3, '0') || '-12-' || lpad((i % 9999)::text, 4, '0') AS ssn,
    'Person ' || i AS name, date '1940-01-01' + i % 20000 AS birth_date, lpad((i % 99999)::text, 5, '0') AS zip,
    md5(i::text) AS city, i % 13 AS ward, timestamptz '2024-01-01' + i * interval '1 minute' AS seen,
    'note number ' || i || ' says that nothing was found' AS remark
FROM generate_series(1, 200000) AS i;
CREATE TABLE bench.taken (LIKE bench.wide);
ANALYZE bench.wide, bench.patients;
