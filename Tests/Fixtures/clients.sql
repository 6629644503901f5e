-- What the tests of client programs write to: nothing here is protected.
CREATE SCHEMA work;
CREATE TABLE work.items (id int PRIMARY KEY, label text, amount numeric, made timestamptz, raw bytea, tags text[]);
INSERT INTO work.items SELECT i, 'item ' || i, i * 1.5, timestamptz '2024-01-01 00:00+00' + make_interval(hours => i), decode(lpad(to_hex(i), 8, '0'), 'hex'), ARRAY['a', 'b' || i] FROM generate_series(1, 1000) i;
CREATE TABLE work.copied (id int, label text);
CREATE TABLE work.copied_binary (id int4, label text);
-- Every kind of value that drivers decode themselves; and a row of NULLs.
CREATE TYPE work.mood AS ENUM ('calm', 'busy');
CREATE TYPE work.pair AS (n int, t text);
CREATE TABLE work.kinds (
  id int PRIMARY KEY, small smallint, big bigint, single real, wide double precision, exact numeric, cash money, flag boolean,
  line text, short varchar(20), padded char(6), raw bytea, born date, clock time, clock_there timetz, made timestamp,
  made_there timestamptz, lasts interval, key uuid, doc json, tree jsonb, host inet, net cidr, card macaddr, bits bit(4),
  many_bits varbit, numbers int[], names text[], grid int[], span int4range, spans int4multirange, spot point, xmlish xml,
  mood work.mood, pair work.pair, words tsvector, place oid);
INSERT INTO work.kinds VALUES
  (1, -2, 9007199254740993, 1.5, -2.25e100, 12345678901234567890.0123456789, '12.34', true, E'tab\t, quote '' and \u00fc\u4e16', 'varchar', 'pad',
   '\x00ff27', '2024-02-29', '13:14:15.678901', '13:14:15+02', '2024-02-29 13:14:15.678901', '2024-02-29 13:14:15.678901+00', '1 year 2 mons 3 days 04:05:06.7',
   '123e4567-e89b-12d3-a456-426614174000', '{"a": [1, null]}', '{"b": {"c": 2}}', '10.1.2.3/24', '10.1.0.0/16', '08:00:2b:01:02:03', '1010', '10101', '{1,NULL,3}',
   '{a,"b,c",NULL}', '{{1,2},{3,4}}', '[1,5)', '{[1,3),[5,7)}', '(1.5,-2)', '<a>b</a>', 'busy', '(7,"seven, eight")', 'fat:1 cat:2', 42),
  (2, NULL, -1, 'NaN', 'Infinity', 'NaN', NULL, false, '', '', '', '', '0001-01-01', '00:00', '00:00+00', '9999-12-31', '1900-01-01 00:00+00', '-1 day',
   '00000000-0000-0000-0000-000000000000', 'null', '[]', '::1', '::/0', 'ff:ff:ff:ff:ff:ff', '0000', '', '{}', '{}', '{}', 'empty', '{}', '(0,0)', '', 'calm', '(,)', '', 0);
INSERT INTO work.kinds (id) VALUES (3);
-- As many columns as a table may have; the one in the middle is protected.
SELECT format('CREATE TABLE work.wide (%s)', string_agg(format('c%s %s', i, CASE i WHEN 800 THEN 'text' ELSE 'int' END), ', ' ORDER BY i)) FROM generate_series(1, 1600) i \gexec
SELECT format('INSERT INTO work.wide SELECT %s FROM generate_series(1, 5) n', string_agg(CASE i WHEN 800 THEN $$'secret ' || n$$ ELSE i || ' * n' END, ', ' ORDER BY i)) FROM generate_series(1, 1600) i \gexec
CREATE TABLE work.cells (id int PRIMARY KEY, content bytea);
-- What drivers say of a schema: keys, comments, defaults, generated and identity columns, indexes, checks, a view.
CREATE TABLE work.shops (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, opened date DEFAULT CURRENT_DATE);
CREATE TABLE work.orders (
  id bigserial, shop_id int NOT NULL REFERENCES work.shops ON DELETE CASCADE, total numeric(10,2) CHECK (total >= 0), mood work.mood DEFAULT 'calm',
  taxed numeric(10,2) GENERATED ALWAYS AS (total * 1.2) STORED, note varchar(40), PRIMARY KEY (id, shop_id));
CREATE INDEX orders_by_note ON work.orders (lower(note)) WHERE total > 10;
CREATE UNIQUE INDEX orders_by_two ON work.orders (shop_id, id DESC) INCLUDE (total);
COMMENT ON TABLE work.orders IS 'what was sold';
COMMENT ON COLUMN work.orders.total IS 'without tax';
CREATE VIEW work.big_orders AS SELECT id, total FROM work.orders WHERE total > 100;
INSERT INTO work.shops (name) VALUES ('north'), ('south');
-- The role's own: what migrates, transforms and writes frames makes its tables there.
SELECT 'CREATE ROLE "ehr-agent"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ehr-agent') \gexec
CREATE SCHEMA scratch AUTHORIZATION "ehr-agent";
CREATE SCHEMA by_django AUTHORIZATION "ehr-agent";
CREATE SCHEMA by_django_directly AUTHORIZATION "ehr-agent";
-- The tables of pgbench at scale 1, as `pgbench -i` makes them.
CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
CREATE TABLE public.pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
INSERT INTO public.pgbench_branches VALUES (1, 0, '');
INSERT INTO public.pgbench_tellers SELECT i, 1, 0, '' FROM generate_series(1, 10) i;
INSERT INTO public.pgbench_accounts SELECT i, 1, 0, '' FROM generate_series(1, 100000) i;
ANALYZE;
