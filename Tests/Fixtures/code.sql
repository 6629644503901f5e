-- Code that no statement names, behind tables that are not protected, and what migrations do by another road. No row
-- describes a real person. The policy is code.yaml.
\set ON_ERROR_STOP on
CREATE SCHEMA ward; CREATE SCHEMA other;
CREATE TABLE ward.unit (id int PRIMARY KEY, name text);
INSERT INTO ward.unit SELECT i, 'unit ' || i FROM generate_series(1, 9) i;
CREATE TABLE ward.people (
  id int PRIMARY KEY, unit int REFERENCES ward.unit ON UPDATE CASCADE ON DELETE SET NULL CHECK (unit < 1000),
  ssn text NOT NULL, note text);
INSERT INTO ward.people SELECT i, i, lpad((500 + i)::text, 3, '0') || '-77-0000', 'note' FROM generate_series(1, 9) i;

-- What reads behind one's back.
CREATE FUNCTION ward.ssn_of(int) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM ward.people WHERE id = $1 $$;
CREATE FUNCTION ward.known(text) RETURNS boolean LANGUAGE plpgsql STABLE AS
  $$ BEGIN RETURN $1 IS NULL OR $1 = 'ok' OR EXISTS (SELECT FROM ward.people WHERE left(ssn, 3) = $1); END $$;
CREATE FUNCTION ward.say() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE NOTICE 'about %', ward.ssn_of(NEW.id); RETURN NEW; END $$;
CREATE FUNCTION ward.say_later() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'row %', NEW; END $$;

-- triggers: of a partition, of a table that a foreign key leads to, deferred
CREATE TABLE ward.parts (id int, g int, note text) PARTITION BY LIST (g);
CREATE TABLE ward.parts_1 PARTITION OF ward.parts FOR VALUES IN (1);
INSERT INTO ward.parts SELECT i, 1, 'n' FROM generate_series(1, 5) i;
CREATE TRIGGER say BEFORE UPDATE ON ward.parts_1 FOR EACH ROW EXECUTE FUNCTION ward.say();
CREATE TABLE ward.parent (id int PRIMARY KEY); INSERT INTO ward.parent SELECT generate_series(1, 9);
CREATE TABLE ward.child (id int PRIMARY KEY, parent int REFERENCES ward.parent ON UPDATE CASCADE);
INSERT INTO ward.child SELECT i, i FROM generate_series(1, 9) i;
CREATE TRIGGER say BEFORE UPDATE ON ward.child FOR EACH ROW EXECUTE FUNCTION ward.say();
CREATE TABLE ward.late (id int PRIMARY KEY, note text); INSERT INTO ward.late SELECT i, 'n' FROM generate_series(1, 9) i;
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON ward.late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION ward.say_later();
-- types, defaults, checks, casts, operators
CREATE DOMAIN ward.code AS text CHECK (ward.known(VALUE));
CREATE TABLE ward.coded (id int, v ward.code); INSERT INTO ward.coded VALUES (1, 'ok');
CREATE TABLE ward.defaulted (id int, x text DEFAULT ward.ssn_of(3));
CREATE TABLE ward.checked (id int, x text CONSTRAINT known CHECK (ward.known(x)));
CREATE TABLE ward.walled (id int, x text);
ALTER TABLE ward.walled ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON ward.walled USING (true) WITH CHECK (ward.known(x));
CREATE TYPE ward.key AS (id int, b int);
CREATE FUNCTION ward.key_text(ward.key) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ward.ssn_of(($1).id) $$;
CREATE CAST (ward.key AS text) WITH FUNCTION ward.key_text(ward.key) AS ASSIGNMENT;
CREATE TABLE ward.keyed (k ward.key); INSERT INTO ward.keyed VALUES (ROW(3, 0));
CREATE FUNCTION ward.ge(text, ward.key) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT ward.ssn_of(($2).id) >= $1 $$;
CREATE OPERATOR ward.>= (FUNCTION = ward.ge, LEFTARG = text, RIGHTARG = ward.key);
-- procedures of one name
CREATE PROCEDURE ward.tidy() LANGUAGE plpgsql SET search_path = ward, pg_temp AS $$ BEGIN NULL; END $$;
CREATE PROCEDURE other.tidy() LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', ward.ssn_of(3); END $$;
-- triggers at COMMIT that the policy names: one finds its table wherever it runs, the other by the session's search_path
CREATE TABLE ward.changes (at timestamptz DEFAULT now(), who text, what text);
CREATE TABLE ward.kept (id int PRIMARY KEY, ssn text NOT NULL, note text);
CREATE TABLE ward.kept_plainly (id int PRIMARY KEY, ssn text NOT NULL, note text);
INSERT INTO ward.kept SELECT id, ssn, note FROM ward.people;
INSERT INTO ward.kept_plainly SELECT id, ssn, note FROM ward.people;
CREATE FUNCTION ward.keep() RETURNS trigger LANGUAGE plpgsql SET search_path = ward, pg_temp AS
  $$ BEGIN INSERT INTO changes (who, what) VALUES (OLD.id::text, OLD.ssn); RETURN NULL; END $$;
CREATE FUNCTION ward.keep_plainly() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO changes (who, what) VALUES (OLD.id::text, OLD.ssn); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER keep AFTER UPDATE ON ward.kept DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION ward.keep();
CREATE CONSTRAINT TRIGGER keep AFTER UPDATE ON ward.kept_plainly DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION ward.keep_plainly();
-- nothing of this runs anything
CREATE TABLE ward.plain (
  id serial PRIMARY KEY, note text DEFAULT upper('n') CHECK (note <> ''), at timestamptz DEFAULT now(),
  short text GENERATED ALWAYS AS (left(note, 1)) STORED);
CREATE INDEX ON ward.plain (lower(note)) WHERE id > 0;
INSERT INTO ward.plain (note) SELECT 'p' || i FROM generate_series(1, 9) i;
-- what migrations change
CREATE VIEW ward.label AS SELECT id, note AS label FROM ward.people;
CREATE MATERIALIZED VIEW ward.stored AS SELECT id, note AS label FROM ward.people;
CREATE TABLE ward.open (id int, label text); INSERT INTO ward.open VALUES (3, 'free');
CREATE TABLE ward.entries (id int, ssn text); INSERT INTO ward.entries SELECT id, ssn FROM ward.people;
CREATE TABLE ward.older (id int, ssn text); INSERT INTO ward.older SELECT id, ssn FROM ward.people;
CREATE TABLE ward.visits (id int, name text); INSERT INTO ward.visits SELECT id, 'v' FROM ward.people;
ALTER DEFAULT PRIVILEGES IN SCHEMA ward GRANT ALL ON TABLES TO PUBLIC;
SELECT format('ALTER DATABASE %I SET search_path = ward, other, public', current_database()) \gexec
