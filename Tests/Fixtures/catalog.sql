-- What a catalog can hold to make its reader stumble. Loaded after ehr.sql, by a superuser.
\set ON_ERROR_STOP on
CREATE EXTENSION citext WITH SCHEMA public;
CREATE SCHEMA nasty; CREATE SCHEMA "a ""b""\c
é"; CREATE SCHEMA hostile; CREATE SCHEMA reader;

-- code
CREATE FUNCTION nasty.looks_up(text) RETURNS boolean LANGUAGE plpgsql AS
  $$ BEGIN RETURN EXISTS (SELECT FROM clinic.patients WHERE ssn = $1); END $$;
CREATE FUNCTION nasty.many(int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT $1 $$;
CREATE FUNCTION nasty.many(text) RETURNS int LANGUAGE sql STABLE AS $$ SELECT 1 $$;
CREATE FUNCTION nasty.row_number() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE PROCEDURE nasty.act() LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION nasty.step(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN $1; END $$;
CREATE AGGREGATE nasty.fair(int) (SFUNC = int4pl, STYPE = int);
CREATE AGGREGATE nasty.unfair(text) (SFUNC = textcat, STYPE = text, COMBINEFUNC = nasty.step);
CREATE FUNCTION nasty.act_on_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION nasty.routed() RETURNS int LANGUAGE plpgsql SET search_path = "a ""b""\c
é", nasty, pg_temp SET work_mem = '1MB' AS 'BEGIN RETURN many(1); END';
CREATE FUNCTION nasty.parsed(int) RETURNS int LANGUAGE sql RETURN nasty.many($1) + 1;

-- types
CREATE DOMAIN nasty.short AS varchar(5);
CREATE DOMAIN nasty.shorter AS nasty.short CHECK (length(VALUE) > 0);
CREATE DOMAIN nasty.words AS text[];
CREATE DOMAIN nasty.judged AS text CHECK (nasty.looks_up(VALUE));
CREATE DOMAIN nasty.judged_again AS nasty.judged;
CREATE TYPE nasty.holder AS (a int, b nasty.judged);
CREATE TYPE nasty.span AS RANGE (SUBTYPE = nasty.judged);
CREATE TYPE nasty.mood AS ENUM ('fine', 'it''s so-so');
CREATE TYPE nasty.ints AS RANGE (SUBTYPE = int4);
CREATE TYPE nasty.pair AS (a int, b text);
CREATE TYPE nasty.cast_pair AS (a int, b text);
CREATE FUNCTION nasty.pair_text(nasty.cast_pair) RETURNS text LANGUAGE sql AS $$ SELECT $1.b $$;
CREATE CAST (nasty.cast_pair AS text) WITH FUNCTION nasty.pair_text(nasty.cast_pair);
CREATE FUNCTION nasty.said(int) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE FUNCTION nasty.each(int) RETURNS SETOF int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION nasty.bool_of(float8) RETURNS boolean LANGUAGE plpgsql AS
  $$ BEGIN RETURN EXISTS (SELECT FROM clinic.patients WHERE ssn = $1::text); END $$;
CREATE CAST (float8 AS boolean) WITH FUNCTION nasty.bool_of(float8) AS IMPLICIT;

-- operators
CREATE FUNCTION nasty.same(nasty.pair, nasty.pair) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
CREATE OPERATOR nasty.=== (FUNCTION = nasty.same, LEFTARG = nasty.pair, RIGHTARG = nasty.pair);
CREATE FUNCTION nasty.same(int, int) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
CREATE OPERATOR nasty.=== (FUNCTION = nasty.same, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR nasty.<~ (FUNCTION = pg_catalog.int4lt, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR nasty.+ (FUNCTION = pg_catalog.int4pl, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR nasty.+ (FUNCTION = nasty.same, LEFTARG = nasty.pair, RIGHTARG = nasty.pair);

CREATE OPERATOR nasty.=/= (FUNCTION = pg_catalog.int4ne, LEFTARG = int, RIGHTARG = int, NEGATOR = OPERATOR(nasty.===));

-- code behind types and definitions
CREATE DOMAIN nasty.given AS int DEFAULT nasty.many(1 + random()::int);
CREATE DOMAIN nasty.judged_by_cast AS text CHECK (VALUE::nasty.judged::text <> '');
CREATE TABLE nasty.judged_rows (id int, v nasty.judged);
CREATE TYPE nasty.sorted AS (a int);
CREATE FUNCTION nasty.before(nasty.sorted, nasty.sorted) RETURNS boolean LANGUAGE sql IMMUTABLE AS
  $$ SELECT ($1).a < ($2).a $$;
CREATE OPERATOR nasty.<<< (FUNCTION = nasty.before, LEFTARG = nasty.sorted, RIGHTARG = nasty.sorted);
CREATE FUNCTION nasty.compare(nasty.sorted, nasty.sorted) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 0 $$;
CREATE OPERATOR CLASS nasty.sorted_ops DEFAULT FOR TYPE nasty.sorted USING btree AS
  OPERATOR 1 nasty.<<<, FUNCTION 1 nasty.compare(nasty.sorted, nasty.sorted);
CREATE FUNCTION nasty.apart(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$ SELECT $1 - $2 $$;
CREATE TYPE nasty.bounded AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = nasty.apart);
CREATE FUNCTION nasty.before(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1[0] < $2[0] $$;
CREATE OPERATOR nasty.<<< (FUNCTION = nasty.before, LEFTARG = point, RIGHTARG = point);
CREATE FUNCTION nasty.compare(point, point) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 0 $$;
CREATE OPERATOR CLASS nasty.point_ops FOR TYPE point USING btree AS
  OPERATOR 1 nasty.<<<, FUNCTION 1 nasty.compare(point, point);
CREATE FUNCTION nasty.counts(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1; END $$;
CREATE TABLE nasty.busy (
  a int DEFAULT nasty.many(1), b int GENERATED ALWAYS AS (nasty.many(a)) STORED, c text CHECK (nasty.looks_up(c)),
  d text, e float8, f point,
  CONSTRAINT converts CHECK (e::boolean),
  CONSTRAINT reads CHECK (query_to_xml('SELECT 1', true, false, d) IS NOT NULL),
  CONSTRAINT shapes CHECK (d::nasty.judged IS NOT NULL));
CREATE INDEX expressions ON nasty.busy (nasty.counts(a));
CREATE INDEX predicates ON nasty.busy (d) WHERE nasty.counts(a) > 1;
CREATE INDEX ordered ON nasty.busy (f nasty.point_ops);
CREATE STATISTICS nasty.counted ON (nasty.counts(a)) FROM nasty.busy;
CREATE TRIGGER asks BEFORE INSERT OR UPDATE OF d ON nasty.busy FOR EACH ROW WHEN (nasty.many(NEW.d) > 0)
  EXECUTE FUNCTION nasty.act_on_row();
CREATE CONSTRAINT TRIGGER follows AFTER UPDATE ON nasty.busy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION nasty.act_on_row();
CREATE TRIGGER sleeps BEFORE INSERT ON nasty.busy FOR EACH ROW EXECUTE FUNCTION nasty.act_on_row();
ALTER TABLE nasty.busy DISABLE TRIGGER sleeps;
CREATE TABLE nasty.plain_definitions (
  id serial PRIMARY KEY, a text DEFAULT upper('x'), at timestamptz DEFAULT now(), b text CHECK (b LIKE 'x%'),
  c text GENERATED ALWAYS AS (lower(b)) STORED);
CREATE TRIGGER same BEFORE UPDATE ON nasty.plain_definitions FOR EACH ROW
  EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER sleeps BEFORE INSERT ON nasty.plain_definitions FOR EACH ROW EXECUTE FUNCTION nasty.act_on_row();
ALTER TABLE nasty.plain_definitions DISABLE TRIGGER sleeps;
CREATE TABLE nasty.apart (a int, b int) PARTITION BY RANGE (nasty.counts(a));
CREATE TABLE nasty.apart_whole (a int, b text) PARTITION BY HASH ((apart_whole.*));
CREATE TABLE nasty.apart_some (a int, b text, c text) PARTITION BY RANGE (a, left(c, 1));
CREATE FUNCTION nasty.look_on() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;

-- relations
CREATE TABLE nasty.columns (
  gone int, number numeric(10,2) NOT NULL, words varchar(3), letter char(2), bare bpchar, byte "char", bits bit(3),
  moment timestamptz(3), while interval day to second(2), list text[], limited nasty.shorter, many_words nasty.words,
  limited_list nasty.shorter[], mood nasty.mood, pair nasty.pair, "Ünïcode ""quoted""\" int, ci public.citext);
ALTER TABLE nasty.columns DROP COLUMN gone;
CREATE TABLE nasty.generated (
  a int, b int, c int GENERATED ALWAYS AS (a + b) STORED, d int DEFAULT 7, e int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE nasty.no_columns ();
CREATE TABLE "a ""b""\c
é"."t ""u""\v
ö" (x int);
CREATE VIEW "a ""b""\c
é"."view" AS SELECT x FROM "a ""b""\c
é"."t ""u""\v
ö";
CREATE TABLE nasty.left_parent (a int); CREATE TABLE nasty.right_parent (b int);
CREATE TABLE nasty.child (c int) INHERITS (nasty.left_parent, nasty.right_parent);
CREATE TABLE nasty.watched (a int); CREATE VIEW nasty.ruled AS SELECT a FROM nasty.watched;
CREATE RULE aside AS ON INSERT TO nasty.ruled DO INSTEAD NOTHING;
CREATE TABLE nasty.ruled_table (a int);
CREATE RULE aside AS ON DELETE TO nasty.ruled_table DO INSTEAD NOTHING;
CREATE TRIGGER act BEFORE INSERT ON nasty.watched FOR EACH ROW EXECUTE FUNCTION nasty.act_on_row();
CREATE TABLE nasty.secured (a int); ALTER TABLE nasty.secured ENABLE ROW LEVEL SECURITY;
CREATE POLICY looks ON nasty.secured USING (EXISTS (SELECT FROM clinic.patients p WHERE p.ssn = nasty.said(a)));
CREATE POLICY operates ON nasty.secured USING (a OPERATOR(nasty.===) a);
CREATE TABLE nasty.secured_whole (a int, b int); ALTER TABLE nasty.secured_whole ENABLE ROW LEVEL SECURITY;
CREATE POLICY whole ON nasty.secured_whole USING ((secured_whole.*)::text <> '');
ALTER TABLE nasty.secured_whole FORCE ROW LEVEL SECURITY;
CREATE TABLE nasty.not_secured (a int); CREATE POLICY sleeping ON nasty.not_secured USING (a > 0);
CREATE SEQUENCE nasty.counter;
CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE nasty.far (a int) SERVER nowhere;

-- What children have of their parents by name, and what is theirs alone.
CREATE TABLE nasty.checked (a int, CONSTRAINT same CHECK (a > 0), CONSTRAINT own CHECK (a < 9) NO INHERIT);
CREATE TABLE nasty.checked_child (CONSTRAINT own CHECK (a < 7)) INHERITS (nasty.checked);
CREATE RULE copies AS ON INSERT TO nasty.ruled_table DO ALSO INSERT INTO nasty.watched VALUES (NEW.a);

-- constraints
CREATE TABLE nasty.target (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE nasty.bound (
  a int, b int, c text, d int, e int,
  CONSTRAINT two UNIQUE (a, b),
  CONSTRAINT checks CHECK (d > 0 AND e > 0),
  CONSTRAINT whole_check CHECK ((bound.*)::text <> ''),
  CONSTRAINT nothing CHECK (1 > 0),
  CONSTRAINT refers FOREIGN KEY (d, e) REFERENCES nasty.target,
  CONSTRAINT excludes EXCLUDE (abs(a) WITH =) WHERE (e > 0));
CREATE UNIQUE INDEX expression ON nasty.bound (lower(c)) WHERE d > 5;
CREATE UNIQUE INDEX whole_index ON nasty.bound ((bound.*));
CREATE INDEX plain ON nasty.bound (e);
CREATE UNIQUE INDEX partly ON nasty.bound (a) WHERE e > 0;
CREATE UNIQUE INDEX carrying ON nasty.bound (e) INCLUDE (a, c);
CREATE UNIQUE INDEX carrying_some ON nasty.bound (e, lower(c)) INCLUDE (a, c, d) WHERE d > 5;
ALTER TABLE nasty.bound ADD CONSTRAINT later UNIQUE (b, e) DEFERRABLE;
CREATE INDEX hashed ON nasty.bound USING hash (a);
CREATE INDEX bounds ON nasty.bound USING brin (a int4_minmax_ops, b int4_minmax_multi_ops, d int4_bloom_ops);
CREATE INDEX lettered ON nasty.bound (c); CREATE INDEX plainly_lettered ON nasty.bound (c COLLATE "C");
CREATE DOMAIN nasty.seven AS int DEFAULT 7;
CREATE TABLE nasty.acting (a int, b int, c nasty.seven, d int,
  CONSTRAINT acts FOREIGN KEY (a, b) REFERENCES nasty.target ON UPDATE CASCADE ON DELETE SET NULL);
CREATE VIEW nasty.barred WITH (security_barrier) AS SELECT a FROM nasty.bound;

-- Columns that count up, and one that does not; a column that stays in its row; checks that a stored row need not pass.
CREATE TABLE nasty.counting (
  a int DEFAULT nextval('nasty.counter'), b int GENERATED ALWAYS AS IDENTITY, c serial, d uuid DEFAULT gen_random_uuid(),
  e text DEFAULT gen_random_uuid()::text || '-', f text, g text, at timestamptz,
  CONSTRAINT plainly CHECK (f <> 'x' AND length(g) BETWEEN 1 AND 9), CONSTRAINT dated CHECK (at::date > '2020-01-01'),
  CONSTRAINT by_now CHECK (at < now()), CONSTRAINT by_day CHECK (at < CURRENT_DATE), CONSTRAINT spoken CHECK (nasty.counts(a) > 0));
ALTER TABLE nasty.counting ALTER f SET STORAGE PLAIN, ALTER g SET STORAGE MAIN, ADD CONSTRAINT later CHECK (f <> 'y') NOT VALID;

-- Conditions of triggers, switched on and off; generated columns that settings change, and that none does; statistics of another
-- schema.
CREATE TABLE nasty.conditioned (
  a int, b text, c text GENERATED ALWAYS AS (upper(b)) STORED, d text GENERATED ALWAYS AS (quote_ident(b)) STORED,
  e text GENERATED ALWAYS AS ('x'::text) STORED);
CREATE TRIGGER told BEFORE UPDATE OF b OR DELETE ON nasty.conditioned FOR EACH ROW WHEN (OLD.a > 3)
  EXECUTE FUNCTION nasty.act_on_row();
CREATE TRIGGER untold AFTER INSERT ON nasty.conditioned FOR EACH ROW WHEN (NEW.* IS NOT NULL) EXECUTE FUNCTION nasty.act_on_row();
CREATE TRIGGER slept AFTER UPDATE ON nasty.conditioned FOR EACH ROW WHEN (NEW.a > 3) EXECUTE FUNCTION nasty.act_on_row();
ALTER TABLE nasty.conditioned DISABLE TRIGGER slept;
CREATE STATISTICS public.elsewhere ON a, b FROM nasty.conditioned;
CREATE STATISTICS nasty.computed ON (a + 1), b FROM nasty.conditioned;
-- Triggers whose functions say which columns they set.
CREATE TABLE nasty.touched (a int, at timestamptz, words tsvector, "Text" text);
CREATE FUNCTION nasty.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := now(); RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON nasty.touched FOR EACH ROW EXECUTE FUNCTION nasty.touch();
CREATE TRIGGER words BEFORE INSERT ON nasty.touched FOR EACH ROW
  EXECUTE FUNCTION tsvector_update_trigger('words', 'pg_catalog.simple', 'Text');

-- Columns that hold whole rows of a table: as such, in an array, in a row of another type, by a domain.
CREATE TYPE nasty.holding AS (n int, target nasty.target); CREATE DOMAIN nasty.targeted AS nasty.target;
CREATE TABLE nasty.holds (a nasty.target, b nasty.target[], c nasty.holding[], d nasty.targeted, e int, f nasty.targeted[]);

CREATE TABLE nasty.follows (
  a int, b int, FOREIGN KEY (a, b) REFERENCES nasty.target ON UPDATE CASCADE ON DELETE SET NULL);
CREATE VIEW nasty.shows AS SELECT nasty.many(a) AS m FROM nasty.watched;
CREATE VIEW nasty.shows_plainly AS SELECT upper(a::text) AS u, now() AS at FROM nasty.watched WHERE a BETWEEN 1 AND 3;
CREATE VIEW nasty.shows_again AS SELECT s.m FROM nasty.shows s, nasty.watched w;
CREATE EVENT TRIGGER sleeps ON ddl_command_end EXECUTE FUNCTION nasty.look_on();
ALTER EVENT TRIGGER sleeps DISABLE;

-- a role whose path begins elsewhere, and a function on that path that must not be run in place of the built-in one
CREATE FUNCTION hostile.current_schemas(boolean) RETURNS name[] LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the wrong function was run'; END $$;
CREATE FUNCTION hostile.current_setting(text) RETURNS text LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the wrong function was run'; END $$;
CREATE VIEW hostile.pg_class AS SELECT 1 AS oid;
CREATE ROLE reader LOGIN PASSWORD 'reader';
GRANT USAGE ON SCHEMA hostile, reader TO reader;
ALTER ROLE reader SET search_path = "$user", nowhere, hostile, pg_catalog;

-- Names that are not in Unicode normal form C, two of them beside one that is equal to them in it.
CREATE SCHEMA forms;
CREATE TABLE forms."café" (id integer, ssn text);
CREATE VIEW forms."café" AS SELECT 1 AS id;
CREATE TABLE forms.columned (id integer, "café" text);
CREATE TABLE forms.parent (id integer);
CREATE TABLE forms."café child" () INHERITS (forms.parent);
CREATE VIEW forms.reading AS SELECT id FROM forms."café";
CREATE FUNCTION forms."café"() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
-- Last, since it runs whatever is defined here.
CREATE EVENT TRIGGER looks_on ON ddl_command_end EXECUTE FUNCTION nasty.look_on();
