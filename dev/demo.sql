-- A small synthetic EHR for `make demo`. No row describes a real person.
\set ON_ERROR_STOP on
BEGIN;
CREATE SCHEMA clinic;

CREATE FUNCTION pg_temp.h(salt text, i int, m int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(salt || ':' || i), 1, 7))::bit(28)::int % m) $$;
CREATE FUNCTION pg_temp.pick(salt text, i int, a text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT a[1 + pg_temp.h(salt, i, array_length(a, 1))] $$;

CREATE TABLE clinic.patients (
  id int PRIMARY KEY,
  mrn text UNIQUE NOT NULL,
  ssn text UNIQUE NOT NULL,
  name text NOT NULL,
  birth_date date NOT NULL,
  zip text NOT NULL,
  contact jsonb NOT NULL,
  risk_score numeric(5,2) NOT NULL);
INSERT INTO clinic.patients
SELECT i, 'MRN' || lpad((i * 37)::text, 7, '0'),
  (100 + pg_temp.h('a', i, 560)) || '-' || lpad((1 + pg_temp.h('b', i, 98))::text, 2, '0') || '-' || lpad(i::text, 4, '0'),
  pg_temp.pick('f', i, ARRAY['Ava','Ben','Chloe','Dev','Elena','Finn','Grace','Hugo','Iris','Jonas','Kira','Liam']) || ' ' ||
  pg_temp.pick('l', i, ARRAY['Abbott','Baker','Chen','Dubois','Evans','Fischer','Garcia','Hughes','Ivanov','Jensen','Kim','Lopez']),
  make_date(1935 + i % 85, 2 + pg_temp.h('m', i, 11), 1 + pg_temp.h('d', i, 28)),
  lpad((100 + i % 800)::text, 3, '0') || lpad(pg_temp.h('z', i, 100)::text, 2, '0'),
  jsonb_build_object('phone', '(' || (201 + pg_temp.h('p', i, 700)) || ') 555-' || lpad(pg_temp.h('q', i, 10000)::text, 4, '0'),
                     'email', 'user' || pg_temp.h('e', i, 1000000) || '@example.org', 'language', pg_temp.pick('lang', i, ARRAY['en','es','zh'])),
  round((pg_temp.h('r', i, 10000) / 100.0)::numeric, 2)
FROM generate_series(1, 200) i;

CREATE TABLE clinic.notes (id int PRIMARY KEY, patient_id int NOT NULL REFERENCES clinic.patients, body text NOT NULL);
INSERT INTO clinic.notes VALUES
  (1, 1, 'Stable, continue current plan.'),
  (2, 2, 'Identity verified, SSN 536-22-4410.'),
  (3, 3, 'Call back at (312) 555-0147.'),
  (4, 4, 'Summary to maria.k@example.org.');

CREATE VIEW clinic.patient_directory AS
SELECT id, name AS full_name, ssn AS tax_id, upper(name) AS sort_name, risk_score FROM clinic.patients;
COMMIT;
ANALYZE;
