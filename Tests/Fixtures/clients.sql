-- What the tests of client programs write to: nothing here is protected.
CREATE SCHEMA work;
CREATE TABLE work.items (id int PRIMARY KEY, label text, amount numeric, made timestamptz, raw bytea, tags text[]);
INSERT INTO work.items SELECT i, 'item ' || i, i * 1.5, timestamptz '2024-01-01 00:00+00' + make_interval(hours => i), decode(lpad(to_hex(i), 8, '0'), 'hex'), ARRAY['a', 'b' || i] FROM generate_series(1, 1000) i;
CREATE TABLE work.copied (id int, label text);
CREATE TABLE work.copied_binary (id int4, label text);
-- The tables of pgbench at scale 1, as `pgbench -i` makes them.
CREATE TABLE public.pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88));
CREATE TABLE public.pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84));
CREATE TABLE public.pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84));
CREATE TABLE public.pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
INSERT INTO public.pgbench_branches VALUES (1, 0, '');
INSERT INTO public.pgbench_tellers SELECT i, 1, 0, '' FROM generate_series(1, 10) i;
INSERT INTO public.pgbench_accounts SELECT i, 1, 0, '' FROM generate_series(1, 100000) i;
ANALYZE;
