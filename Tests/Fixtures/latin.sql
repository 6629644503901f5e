-- The stack's database, made anew in an encoding that is not UTF8.
\set ON_ERROR_STOP on
\set made :DBNAME
\connect postgres
DROP DATABASE :made;
CREATE DATABASE :made ENCODING :encoding LOCALE 'C' TEMPLATE template0;
\connect :made
CREATE SCHEMA clinic;
CREATE TABLE clinic.people (id int PRIMARY KEY, ssn text NOT NULL);
INSERT INTO clinic.people SELECT i, '5' || lpad(i::text, 2, '0') || '-11-0000' FROM generate_series(1, 5) i;
