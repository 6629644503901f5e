-- What real schemas have around protected columns: triggers, domains, foreign keys with actions, indexes, views that
-- compute, procedures, row security. No row describes a real person. The policy is adversary.yaml.
-- psql -v seed=1 -f adversary.sql : databases loaded with different seeds differ only in protected values, of equal
-- lengths unless said. What code there reads protected rows (adv.first_ssn …) no statement of the lane may run.
\set ON_ERROR_STOP on
\if :{?seed} \else \set seed 1 \endif
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE SCHEMA adv; CREATE SCHEMA mon; CREATE SCHEMA other;
-- What masks show may be kept here.
CREATE SCHEMA kept; GRANT USAGE, CREATE ON SCHEMA kept TO PUBLIC;
SELECT set_config('load.seed', :'seed', true) \g /dev/null
CREATE FUNCTION pg_temp.h(salt text, i int, m int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (('x' || substr(md5(salt || ':' || i), 1, 7))::bit(28)::int % m) $$;
CREATE FUNCTION pg_temp.s(salt text, i int, m int) RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT pg_temp.h(salt || current_setting('load.seed'), i, m) $$;
CREATE FUNCTION pg_temp.six(salt text, i int) RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT (100000 + pg_temp.s(salt, i, 899999))::text $$;

-- 1 index (secret, kind)
CREATE TABLE adv.idx1 (id int PRIMARY KEY, kind int NOT NULL, secret text NOT NULL, n int);
INSERT INTO adv.idx1 SELECT i, i % 5, pg_temp.six('i1', i) FROM generate_series(1, 60) i;
CREATE INDEX ON adv.idx1 (secret, kind);
-- 2 index (kind, secret)
CREATE TABLE adv.idx2 (id int PRIMARY KEY, kind int NOT NULL, secret text NOT NULL, n int);
INSERT INTO adv.idx2 SELECT i, i % 5, pg_temp.six('i2', i) FROM generate_series(1, 60) i;
CREATE INDEX ON adv.idx2 (kind, secret);
CREATE SEQUENCE adv.seq;
-- 3 index (kind, code), code open for lookups
CREATE TABLE adv.idx3 (id int PRIMARY KEY, kind int NOT NULL, code text NOT NULL);
INSERT INTO adv.idx3 SELECT i, i % 5, pg_temp.six('i3', i) FROM generate_series(1, 60) i;
CREATE INDEX ON adv.idx3 (kind, code);
-- 4 foreign keys with actions, from a protected table to an open one
CREATE TABLE adv.clinic (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO adv.clinic SELECT i, 'clinic ' || i FROM generate_series(1, 20) i;
CREATE TABLE adv.pat (id int PRIMARY KEY, clinic_id int REFERENCES adv.clinic ON UPDATE CASCADE ON DELETE SET NULL CHECK (clinic_id < 1000),
  ssn text NOT NULL, name text NOT NULL, note text);
INSERT INTO adv.pat SELECT i, 1 + i % 10, lpad((100 + pg_temp.s('ps', i, 900))::text, 3, '0') || '-55-' || lpad(i::text, 4, '0'), 'N' || pg_temp.six('pn', i), 'note' FROM generate_series(1, 40) i;
-- 5 a trigger that notifies
CREATE TABLE adv.feed (id int PRIMARY KEY, secret text NOT NULL, note text);
INSERT INTO adv.feed SELECT i, pg_temp.six('fe', i), 'note' FROM generate_series(1, 20) i;
CREATE FUNCTION adv.notify_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('table_change', row_to_json(NEW)::text); RETURN NEW; END $$;
CREATE TRIGGER feed AFTER INSERT OR UPDATE ON adv.feed FOR EACH ROW EXECUTE FUNCTION adv.notify_change();
-- 6 a constraint trigger at the end of the transaction
CREATE TABLE adv.late (id int PRIMARY KEY, secret text NOT NULL, note text);
INSERT INTO adv.late SELECT i, pg_temp.six('la', i), 'note' FROM generate_series(1, 20) i;
CREATE FUNCTION adv.late_say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.note = 'bad' THEN RAISE EXCEPTION 'row % is inconsistent', NEW; END IF;
  RAISE NOTICE 'row % checked', NEW; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER late_say AFTER UPDATE ON adv.late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION adv.late_say();
-- 7 age90
CREATE TABLE adv.old (id int PRIMARY KEY, born date NOT NULL, seen timestamptz NOT NULL);
INSERT INTO adv.old SELECT i, (CURRENT_DATE - interval '90 years')::date - (2 + pg_temp.s('ol', i, 3)), (CURRENT_DATE - interval '90 years') - make_interval(days => 2 + pg_temp.s('os', i, 3)) FROM generate_series(1, 10) i;
-- 8 shift with a subject whose text follows settings; alike in twins, since what `shift` shows follows from the date
CREATE TABLE adv.shifted (id int PRIMARY KEY, subject date NOT NULL, d date NOT NULL);
INSERT INTO adv.shifted SELECT i, date '2020-01-01' + i, date '2021-03-04' + pg_temp.h('sh', i, 300) FROM generate_series(1, 10) i;
CREATE TABLE adv.shifted2 (id int PRIMARY KEY, patient int NOT NULL, d date NOT NULL);
INSERT INTO adv.shifted2 SELECT i, 1 + i % 5, date '2021-03-04' + pg_temp.h('sh2', i, 300) FROM generate_series(1, 20) i;
-- 9 one open visit for each patient
CREATE TABLE adv.visit (id int PRIMARY KEY, patient int NOT NULL, reason text);
INSERT INTO adv.visit SELECT i, i, CASE WHEN pg_temp.s('vi', i, 2) = 1 THEN 'left' END FROM generate_series(1, 20) i;
CREATE UNIQUE INDEX visit_open ON adv.visit (patient) WHERE reason IS NULL;
-- 10 a check between a column open for lookups and one that is not protected
CREATE TABLE adv.stay (id int PRIMARY KEY, admit date NOT NULL, discharge date NOT NULL, CONSTRAINT stay_order CHECK (admit <= discharge));
INSERT INTO adv.stay SELECT i, date '2021-01-01' + pg_temp.s('st', i, 300), '2022-06-01' FROM generate_series(1, 10) i;
-- 11 a big unique column open for lookups
CREATE TABLE adv.lk (id int PRIMARY KEY, code text NOT NULL UNIQUE);
INSERT INTO adv.lk SELECT i, pg_temp.six('lk', i / 7) || lpad(i::text, 5, '0') FROM generate_series(1, 6000) i;
-- 12 views that compute
CREATE VIEW adv.v_ratio AS SELECT id, kind, 1 / (ascii(secret) - 53) AS ratio FROM adv.idx1;
CREATE VIEW adv.v_ratio_order AS SELECT id, kind, 1 / (ascii(secret) - 53) AS ratio FROM adv.idx1 ORDER BY id LIMIT 1000;
CREATE VIEW adv.v_ratio_volatile AS SELECT id, kind, 1 / (ascii(secret) - 53) + (random() * 0)::int AS ratio FROM adv.idx1;
-- 13 code behind types
CREATE FUNCTION adv.exists_name(text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM adv.pat WHERE id < 41 AND left(ssn, 1) = $1 AND id = 3) OR $1 IS NULL OR $1 = 'ok'; END $$;
CREATE FUNCTION adv.first_ssn() RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = 3 $$;
CREATE FUNCTION adv.ssn_of(int) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = $1 $$;
CREATE DOMAIN adv.known AS text CHECK (adv.exists_name(VALUE));
CREATE TABLE adv.dom (id int, v adv.known);
INSERT INTO adv.dom VALUES (1, 'ok');
CREATE TABLE adv.dflt (id int, x text DEFAULT adv.first_ssn());
CREATE TABLE adv.chk (id int, x text, CONSTRAINT known CHECK (adv.exists_name(x)));
CREATE TYPE adv.key AS (id int, b int);
CREATE FUNCTION adv.key_text(adv.key) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = ($1).id $$;
CREATE CAST (adv.key AS text) WITH FUNCTION adv.key_text(adv.key) AS ASSIGNMENT;
CREATE TABLE adv.keyed (k adv.key); INSERT INTO adv.keyed VALUES (ROW(3, 0)), (ROW(4, 0));
-- 14 index rows of a length that follows from a protected value
CREATE TABLE adv.long (id int PRIMARY KEY, note text NOT NULL, secret text NOT NULL);
INSERT INTO adv.long SELECT i, 'n', repeat('x', 20 + pg_temp.s('lo', i, 40)) FROM generate_series(1, 20) i;
CREATE INDEX ON adv.long (note, secret);
-- 15 SET NULL and a check
CREATE TABLE adv.dept (id int PRIMARY KEY);
INSERT INTO adv.dept SELECT i FROM generate_series(1, 20) i;
CREATE TABLE adv.emp (id int PRIMARY KEY, dept_id int REFERENCES adv.dept ON DELETE SET NULL ON UPDATE CASCADE, status text NOT NULL,
  CONSTRAINT emp_dept CHECK (dept_id IS NOT NULL OR status = 'left'));
INSERT INTO adv.emp SELECT i, i, (ARRAY['left','stay'])[1 + pg_temp.s('em', i, 2)] FROM generate_series(1, 20) i;
-- 16 a relation of our own name
CREATE TABLE other.chaperone_written (ssn text, secret text);
-- 17 views over what is refused
CREATE VIEW mon.col_stats AS SELECT schemaname, tablename, attname, n_distinct, most_common_vals::text AS mcv, histogram_bounds::text AS bounds FROM pg_stats WHERE schemaname = 'adv';
CREATE VIEW mon.activity AS SELECT pid, usename, state, query FROM pg_stat_activity;
CREATE VIEW mon.statistic AS SELECT starelid, staattnum, stavalues1::text AS v1 FROM pg_statistic;
-- 18 pseudonym of a type that it gives NULL for, grouped in a view
CREATE TABLE adv.pseu (id int PRIMARY KEY, d date NOT NULL);
INSERT INTO adv.pseu SELECT i, date '2021-01-01' + pg_temp.s('pz', i, 3) FROM generate_series(1, 20) i;
CREATE VIEW adv.v_pseu AS SELECT d, count(*) AS n FROM adv.pseu GROUP BY d;
-- 19 the same name twice
CREATE TABLE adv.log (id int, line text); INSERT INTO adv.log VALUES (1, 'ours');
CREATE TABLE other.log (id int, line text); INSERT INTO other.log VALUES (1, 'theirs, denied by rule');
-- 20 a view that is free
CREATE VIEW adv.v_free AS SELECT id, note AS label FROM adv.pat;
-- 21 arrays and json whose shape is hidden
CREATE TABLE adv.shape (id int PRIMARY KEY, tags text[], doc jsonb);
INSERT INTO adv.shape SELECT i, CASE WHEN pg_temp.s('sa', i, 2) = 1 THEN ARRAY['a'] ELSE '{}' END,
  CASE WHEN pg_temp.s('sd', i, 2) = 1 THEN '{"phone": {"a": 1}, "k": 1}' ELSE '{"phone": "abcdef", "k": 1}' END::jsonb FROM generate_series(1, 20) i;
-- 22 plain, with values
CREATE TABLE adv.claim (id int PRIMARY KEY, member text NOT NULL, status text NOT NULL);
INSERT INTO adv.claim SELECT i, 'MB' || pg_temp.six('cl', i), 'paid' FROM generate_series(1, 40) i;
CREATE TABLE adv.plain (id int PRIMARY KEY, note text); INSERT INTO adv.plain SELECT i, 'p' || i FROM generate_series(1, 20) i;
-- 23 procedures of one name
CREATE PROCEDURE adv.tidy() LANGUAGE plpgsql SET search_path = adv, pg_temp AS $$ BEGIN NULL; END $$;
CREATE PROCEDURE other.tidy() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO adv.plain SELECT 100 + id, ssn FROM adv.pat WHERE id < 4; END $$;
-- 24 row security over another table's protected column
CREATE TABLE adv.flag (id int PRIMARY KEY, pat_id int NOT NULL);
INSERT INTO adv.flag SELECT i, i FROM generate_series(1, 40) i;
ALTER TABLE adv.flag ENABLE ROW LEVEL SECURITY;
CREATE POLICY f ON adv.flag USING (EXISTS (SELECT FROM adv.pat p WHERE p.id = pat_id AND p.ssn < '500'));
SELECT 'CREATE ROLE view_owner NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'view_owner') \gexec
GRANT USAGE ON SCHEMA adv TO view_owner; GRANT SELECT ON ALL TABLES IN SCHEMA adv TO view_owner;
CREATE VIEW adv.v_flag_plain AS SELECT id FROM adv.flag;
CREATE VIEW adv.v_flag AS WITH RECURSIVE r(id) AS (SELECT id FROM adv.flag UNION ALL SELECT r.id + 1000 FROM r WHERE r.id < 0) SELECT r.id FROM r;
GRANT CREATE ON SCHEMA adv TO view_owner;
ALTER VIEW adv.v_flag OWNER TO view_owner; ALTER VIEW adv.v_flag_plain OWNER TO view_owner;
-- 25 an operator for BETWEEN
CREATE FUNCTION adv.ge(text, adv.key) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT (SELECT ssn FROM adv.pat WHERE id = ($2).id) >= $1 $$;
CREATE OPERATOR adv.>= (FUNCTION = adv.ge, LEFTARG = text, RIGHTARG = adv.key);
-- 26 a view that a migration will change
CREATE VIEW adv.v_migrated AS SELECT id, note AS label FROM adv.pat;
-- 27 a view that cannot be pulled up, and an operator for the other end of BETWEEN
CREATE VIEW adv.v_ratio_window AS SELECT id, kind, 1 / (ascii(secret) - 53) AS ratio, count(*) OVER (PARTITION BY id) AS n FROM adv.idx1;
CREATE FUNCTION adv.le(text, adv.key) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT (SELECT ssn FROM adv.pat WHERE id = ($2).id) <= $1 $$;
CREATE OPERATOR adv.<= (FUNCTION = adv.le, LEFTARG = text, RIGHTARG = adv.key);
-- 28 ON UPDATE CASCADE into a check
CREATE TABLE adv.ward (id int PRIMARY KEY); INSERT INTO adv.ward SELECT generate_series(1, 20);
CREATE TABLE adv.bed (id int PRIMARY KEY, ward_id int REFERENCES adv.ward ON UPDATE CASCADE, secret int NOT NULL, CONSTRAINT bed_order CHECK (ward_id < 1000 OR ward_id - 1000 > secret));
INSERT INTO adv.bed SELECT id, id, ascii(substr(secret, 6, 1)) FROM adv.idx1 WHERE id <= 20;
-- 29 a partition's trigger, on a protected family and on one that is not
CREATE TABLE adv.ptab (id int, g int, note text) PARTITION BY LIST (g);
CREATE TABLE adv.ptab1 PARTITION OF adv.ptab FOR VALUES IN (1);
INSERT INTO adv.ptab SELECT i, 1, 'n' FROM generate_series(1, 5) i;
CREATE FUNCTION adv.say_ssn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'about %', (SELECT ssn FROM adv.pat WHERE id = NEW.id); RETURN NEW; END $$;
CREATE TRIGGER say BEFORE UPDATE ON adv.ptab1 FOR EACH ROW EXECUTE FUNCTION adv.say_ssn();
-- 30 ON DELETE CASCADE into a table with a trigger that speaks
CREATE TABLE adv.parent (id int PRIMARY KEY); INSERT INTO adv.parent SELECT generate_series(1, 10);
CREATE TABLE adv.child (id int PRIMARY KEY, parent_id int REFERENCES adv.parent ON UPDATE CASCADE, secret text NOT NULL);
INSERT INTO adv.child SELECT id, id, secret FROM adv.idx1 WHERE id <= 10;
CREATE FUNCTION adv.say_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'changed %', NEW; RETURN NEW; END $$;
CREATE TRIGGER say BEFORE UPDATE ON adv.child FOR EACH ROW EXECUTE FUNCTION adv.say_row();
-- 31 cascades to the second degree: into a check, and into a trigger that speaks
CREATE TABLE adv.region (id int PRIMARY KEY); INSERT INTO adv.region SELECT generate_series(1, 10);
CREATE TABLE adv.site (region_id int REFERENCES adv.region ON UPDATE CASCADE ON DELETE CASCADE, no int, PRIMARY KEY (region_id, no));
INSERT INTO adv.site SELECT i, 1 FROM generate_series(1, 10) i;
CREATE TABLE adv.room (id int PRIMARY KEY, region_id int, no int, secret int NOT NULL,
  FOREIGN KEY (region_id, no) REFERENCES adv.site ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT room_order CHECK (region_id < 1000 OR region_id - 1000 > secret));
INSERT INTO adv.room SELECT id, id, 1, ascii(substr(secret, 5, 1)) FROM adv.idx1 WHERE id <= 10;
CREATE FUNCTION adv.say_gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'gone %', OLD; RETURN OLD; END $$;
CREATE TRIGGER gone BEFORE DELETE ON adv.room FOR EACH ROW EXECUTE FUNCTION adv.say_gone();
-- 32 deferred constraints: a unique one of a protected column, and a foreign key into it
CREATE TABLE adv.slot (id int PRIMARY KEY, secret text NOT NULL, note text, CONSTRAINT slot_secret UNIQUE (secret) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO adv.slot SELECT i, pg_temp.six('sl', i), 'note' FROM generate_series(1, 20) i;
CREATE TABLE adv.fixed (id int PRIMARY KEY, secret text NOT NULL UNIQUE);
INSERT INTO adv.fixed SELECT i, pg_temp.six('fx', i) FROM generate_series(1, 20) i;
CREATE TABLE adv.refers (id int PRIMARY KEY, code text REFERENCES adv.fixed (secret) DEFERRABLE INITIALLY DEFERRED);
-- 33 indexes that real tables have: the protected column last, in between, in an expression, a predicate, beside
CREATE TABLE adv.many (id int PRIMARY KEY, kind int NOT NULL, grp int NOT NULL, secret text NOT NULL, note text, n int);
INSERT INTO adv.many SELECT i, i % 3, i % 4, pg_temp.six('ma', i), 'note', i % 5 FROM generate_series(1, 80) i;
CREATE INDEX many_between ON adv.many (kind, secret, grp);
CREATE INDEX many_expression ON adv.many (grp, right(secret, 3), n);
CREATE INDEX many_partial ON adv.many (n) WHERE secret < '500000';
CREATE UNIQUE INDEX many_partly_unique ON adv.many (note, id) WHERE secret > '500000';
CREATE INDEX many_beside ON adv.many (note) INCLUDE (secret);
CREATE INDEX many_brin ON adv.many USING brin (secret, grp);
-- 34 row security with settings
CREATE TABLE adv.tenant (id int PRIMARY KEY, owner text NOT NULL, secret text NOT NULL, note text);
INSERT INTO adv.tenant SELECT i, (ARRAY['ann', 'bob'])[1 + i % 2], pg_temp.six('te', i), 'note' FROM generate_series(1, 20) i;
ALTER TABLE adv.tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON adv.tenant USING (owner = current_setting('app.owner', true));
CREATE TABLE adv.graded (id int PRIMARY KEY, secret text NOT NULL, note text);
INSERT INTO adv.graded SELECT i, pg_temp.six('gr', i), 'note' FROM generate_series(1, 20) i;
ALTER TABLE adv.graded ENABLE ROW LEVEL SECURITY;
CREATE POLICY grade ON adv.graded USING (secret < coalesce(current_setting('app.grade', true), '5'));
-- 35 channels and payloads that follow protected values
CREATE TABLE adv.bell (id int PRIMARY KEY, secret text NOT NULL, note text);
INSERT INTO adv.bell SELECT i, pg_temp.six('be', i), 'note' FROM generate_series(1, 20) i;
CREATE FUNCTION adv.ring() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_notify('bell_' || left(OLD.secret, 1), ''), pg_notify('bell', OLD.secret); RETURN OLD; END $$;
CREATE TRIGGER ring AFTER UPDATE OR DELETE ON adv.bell FOR EACH ROW EXECUTE FUNCTION adv.ring();
-- 36 triggers of statements and with conditions
CREATE TABLE adv.watched (id int PRIMARY KEY, secret text NOT NULL, note text);
INSERT INTO adv.watched SELECT i, pg_temp.six('wa', i), 'note' FROM generate_series(1, 20) i;
CREATE TABLE adv.seen (at int, what text);
CREATE FUNCTION adv.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO adv.seen VALUES (1, TG_NAME); RETURN NULL; END $$;
CREATE TRIGGER seen_high AFTER UPDATE ON adv.watched FOR EACH ROW WHEN (NEW.secret > '500000') EXECUTE FUNCTION adv.see();
CREATE FUNCTION adv.sum_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE NOTICE 'changed: %', (SELECT string_agg(secret, ',' ORDER BY id) FROM changed); RETURN NULL; END $$;
CREATE TRIGGER sum_up AFTER UPDATE ON adv.watched REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION adv.sum_up();
-- 37 views: written through by a trigger, by a rule, and such as stop others from being pulled up
CREATE VIEW adv.v_trigger AS SELECT id, note FROM adv.late;
CREATE FUNCTION adv.write_through() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE NOTICE 'writing %', (SELECT secret FROM adv.late WHERE id = OLD.id); UPDATE adv.late SET note = NEW.note WHERE id = OLD.id; RETURN NEW; END $$;
CREATE TRIGGER through INSTEAD OF UPDATE ON adv.v_trigger FOR EACH ROW EXECUTE FUNCTION adv.write_through();
CREATE VIEW adv.v_rule AS SELECT id, note FROM adv.plain;
CREATE RULE through AS ON UPDATE TO adv.v_rule DO INSTEAD UPDATE adv.plain SET note = adv.first_ssn() WHERE id = OLD.id;
CREATE VIEW adv.v_ratio_distinct AS SELECT DISTINCT id, kind, 1 / (ascii(secret) - 54) AS ratio FROM adv.idx1;
CREATE VIEW adv.v_ratio_group AS SELECT kind, sum(1 / (ascii(secret) - 52)) AS ratio, count(*) AS n FROM adv.idx1 GROUP BY kind;
CREATE VIEW adv.v_ratio_union AS SELECT id, 1 / (ascii(secret) - 55) AS ratio FROM adv.idx1 UNION ALL SELECT id, 0 FROM adv.plain;
CREATE VIEW adv.v_series AS SELECT id, generate_series(1, ascii(secret) - 48) AS n FROM adv.idx2 WHERE id < 20;
CREATE VIEW adv.v_invoker WITH (security_invoker) AS SELECT id, owner, note FROM adv.tenant;
CREATE VIEW adv.v_sorted AS SELECT id, kind FROM adv.idx2 ORDER BY secret LIMIT 20;
-- 38 procedures and functions that share a name or give something back
CREATE PROCEDURE adv.tidy(INOUT x text) LANGUAGE plpgsql SET search_path = adv, pg_temp AS $$ BEGIN SELECT reverse(ssn) INTO x FROM adv.pat WHERE id = 3; END $$;
CREATE PROCEDURE other.speak(i int) LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE '%', (SELECT reverse(ssn) FROM adv.pat WHERE id = i); END $$;
CREATE FUNCTION adv.sign(adv.key) RETURNS int LANGUAGE sql STABLE AS $$ SELECT (left(ssn, 1) > '5')::int FROM adv.pat WHERE id = ($1).id $$;
CREATE FUNCTION other.upper(text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = 3 $$;
CREATE FUNCTION adv.brightest(text, int) RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce($1, '') || (SELECT left(ssn, 1) FROM adv.pat WHERE id = $2) $$;
CREATE AGGREGATE adv.brightest(int) (SFUNC = adv.brightest, STYPE = text);
-- 39 types with code of their own: domains over domains, an order whose operators nobody writes, casts
CREATE DOMAIN adv.known_short AS adv.known CHECK (length(VALUE) < 3);
CREATE TYPE adv.holder AS (id int, v adv.known_short);
CREATE TABLE adv.held (id int, h adv.holder, many adv.known_short[]);
INSERT INTO adv.held VALUES (1, NULL, NULL);
CREATE TYPE adv.rank AS (id int);
CREATE FUNCTION adv.rank_of(adv.rank) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = ($1).id $$;
CREATE FUNCTION adv.rank_cmp(adv.rank, adv.rank) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
  RETURN CASE WHEN adv.rank_of($1) < adv.rank_of($2) THEN -1 WHEN adv.rank_of($1) > adv.rank_of($2) THEN 1 ELSE 0 END; END $$;
CREATE FUNCTION adv.rank_lt(adv.rank, adv.rank) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN adv.rank_cmp($1, $2) < 0; END $$;
CREATE FUNCTION adv.rank_gt(adv.rank, adv.rank) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN adv.rank_cmp($1, $2) > 0; END $$;
CREATE FUNCTION adv.rank_le(adv.rank, adv.rank) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN adv.rank_cmp($1, $2) <= 0; END $$;
CREATE FUNCTION adv.rank_ge(adv.rank, adv.rank) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN adv.rank_cmp($1, $2) >= 0; END $$;
CREATE FUNCTION adv.rank_eq(adv.rank, adv.rank) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN left(adv.rank_of($1), 1) = left(adv.rank_of($2), 1); END $$;
CREATE OPERATOR adv.#< (FUNCTION = adv.rank_lt, LEFTARG = adv.rank, RIGHTARG = adv.rank);
CREATE OPERATOR adv.#> (FUNCTION = adv.rank_gt, LEFTARG = adv.rank, RIGHTARG = adv.rank);
CREATE OPERATOR adv.#<= (FUNCTION = adv.rank_le, LEFTARG = adv.rank, RIGHTARG = adv.rank);
CREATE OPERATOR adv.#>= (FUNCTION = adv.rank_ge, LEFTARG = adv.rank, RIGHTARG = adv.rank);
CREATE OPERATOR adv.#= (FUNCTION = adv.rank_eq, LEFTARG = adv.rank, RIGHTARG = adv.rank, MERGES);
CREATE OPERATOR CLASS adv.rank_order DEFAULT FOR TYPE adv.rank USING btree AS OPERATOR 1 adv.#<, OPERATOR 2 adv.#<=, OPERATOR 3 adv.#=,
  OPERATOR 4 adv.#>=, OPERATOR 5 adv.#>, FUNCTION 1 adv.rank_cmp(adv.rank, adv.rank);
CREATE TABLE adv.ranked (k adv.rank, id int, note text); INSERT INTO adv.ranked SELECT ROW(i)::adv.rank, i, 'note' FROM generate_series(1, 12) i;
CREATE TYPE adv.loose AS (id int);
CREATE FUNCTION adv.loose_text(adv.loose) RETURNS text LANGUAGE sql STABLE AS $$ SELECT ssn FROM adv.pat WHERE id = ($1).id $$;
CREATE CAST (adv.loose AS text) WITH FUNCTION adv.loose_text(adv.loose) AS IMPLICIT;
CREATE TABLE adv.loosened (id int, k adv.loose); INSERT INTO adv.loosened SELECT i, ROW(i)::adv.loose FROM generate_series(1, 6) i;
-- 40 a sequence behind a condition, a column that is computed, one that only INSERT may give
CREATE TABLE adv.booked (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ward int NOT NULL DEFAULT 1, secret text NOT NULL DEFAULT 'none', note text,
  size int GENERATED ALWAYS AS (ward * 2) STORED);
INSERT INTO adv.booked (ward, secret, note) SELECT i % 3, pg_temp.six('bo', i), 'note' FROM generate_series(1, 20) i;
-- 41 a partitioned family with protected values, a key that moves rows, and a trigger that one partition has
CREATE TABLE adv.visits (id int, area int, secret text NOT NULL, note text, PRIMARY KEY (id, area)) PARTITION BY RANGE (area);
CREATE TABLE adv.visits_low PARTITION OF adv.visits FOR VALUES FROM (0) TO (10);
CREATE TABLE adv.visits_high PARTITION OF adv.visits FOR VALUES FROM (10) TO (20);
INSERT INTO adv.visits SELECT i, i % 20, pg_temp.six('vs', i), 'note' FROM generate_series(1, 40) i;
CREATE INDEX ON adv.visits_low (note, secret, id);
CREATE TRIGGER say AFTER INSERT ON adv.visits_high FOR EACH ROW EXECUTE FUNCTION adv.say_row();
-- 42 two ranges that may not overlap, one of them of protected values
CREATE EXTENSION btree_gist WITH SCHEMA public;
CREATE TABLE adv.stays (id int PRIMARY KEY, bed int NOT NULL, days int4range NOT NULL, note text, EXCLUDE USING gist (bed WITH =, days WITH &&));
INSERT INTO adv.stays SELECT i, i, int4range(10 + pg_temp.s('sy', i, 30), 50) FROM generate_series(1, 20) i;
-- 43 values of several lengths beside a column that takes any, in no index
CREATE TABLE adv.memo (id int PRIMARY KEY, note text, secret text NOT NULL);
INSERT INTO adv.memo SELECT i, 'n', repeat('x', 20 + pg_temp.s('me', i, 40)) FROM generate_series(1, 20) i;
ALTER TABLE adv.memo ALTER COLUMN secret SET STATISTICS 0;
-- 44 indexes whose expressions and predicates fail for some values
CREATE TABLE adv.fails (id int PRIMARY KEY, n int, m int, secret text NOT NULL);
INSERT INTO adv.fails SELECT i, 0, 0, pg_temp.six('fa', i) FROM generate_series(1, 20) i;
CREATE INDEX fails_expression ON adv.fails ((100 / (n - ascii(secret))));
CREATE INDEX fails_predicate ON adv.fails (id) WHERE 100 / (m - ascii(secret)) > 3;
-- 45 a trigger of the server's own, with a condition
CREATE TABLE adv.redundant (id int PRIMARY KEY, note text, secret text NOT NULL);
INSERT INTO adv.redundant SELECT i, 'note', pg_temp.six('re', i) FROM generate_series(1, 20) i;
CREATE TRIGGER suppress BEFORE UPDATE ON adv.redundant FOR EACH ROW WHEN (NEW.secret > '500000') EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- 46 what only one partition demands: a check, a unique index, a foreign key
CREATE TABLE adv.moved (id int, note text, secret text NOT NULL, short text GENERATED ALWAYS AS (left(secret, 1)) STORED) PARTITION BY LIST (note);
CREATE TABLE adv.moved_not PARTITION OF adv.moved FOR VALUES IN ('note');
CREATE TABLE adv.moved_checked PARTITION OF adv.moved (CHECK (secret > '500000')) FOR VALUES IN ('checked');
CREATE TABLE adv.moved_unique PARTITION OF adv.moved FOR VALUES IN ('unique');
CREATE UNIQUE INDEX ON adv.moved_unique (left(secret, 1));
CREATE TABLE adv.shorts (short text PRIMARY KEY); INSERT INTO adv.shorts VALUES ('1'), ('2'), ('3'), ('4');
CREATE TABLE adv.moved_referring PARTITION OF adv.moved FOR VALUES IN ('referring');
ALTER TABLE adv.moved_referring ADD FOREIGN KEY (short) REFERENCES adv.shorts;
INSERT INTO adv.moved (id, note, secret) SELECT i, 'note', pg_temp.six('mo', i) FROM generate_series(1, 20) i;
INSERT INTO adv.moved (id, note, secret) VALUES (21, 'unique', '600000'), (22, 'unique', '700000');
-- Statistics of protected columns choose plans, and plans the order of rows (masking.md); adv.idx1 and adv.claim keep theirs.
ALTER TABLE adv.visit ALTER COLUMN reason SET STATISTICS 0; ALTER TABLE adv.emp ALTER COLUMN status SET STATISTICS 0;
ALTER TABLE adv.pseu ALTER COLUMN d SET STATISTICS 0; ALTER TABLE adv.shape ALTER COLUMN tags SET STATISTICS 0, ALTER COLUMN doc SET STATISTICS 0;
ALTER TABLE adv.long ALTER COLUMN secret SET STATISTICS 0; ALTER TABLE adv.lk ALTER COLUMN code SET STATISTICS 0;
ALTER TABLE adv.many ALTER COLUMN secret SET STATISTICS 0; ALTER TABLE adv.stay ALTER COLUMN admit SET STATISTICS 0;
ALTER TABLE adv.bed ALTER COLUMN secret SET STATISTICS 0; ALTER TABLE adv.room ALTER COLUMN secret SET STATISTICS 0;
ALTER TABLE adv.old ALTER COLUMN born SET STATISTICS 0, ALTER COLUMN seen SET STATISTICS 0; ALTER TABLE adv.stays ALTER COLUMN days SET STATISTICS 0;
SELECT format('ALTER DATABASE %I SET search_path = adv, other, public', current_database()) \gexec
COMMIT;
ANALYZE;
