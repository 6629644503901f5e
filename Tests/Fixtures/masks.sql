-- A column of every type that a mask can stand over, with values at which masks change: around New Year, around 90 years,
-- around the lengths of marks. Loaded by a superuser.
\set ON_ERROR_STOP on
CREATE EXTENSION citext WITH SCHEMA public;
CREATE SCHEMA masks; CREATE SCHEMA hostile;
CREATE TYPE masks.mood AS ENUM ('fine', 'so-so');
CREATE DOMAIN masks.code AS varchar(20);

CREATE TABLE masks.value (
  id int PRIMARY KEY, c_bool bool, c_int2 int2, c_int4 int4, c_int8 int8, c_numeric numeric(12,3), c_digit numeric(1), c_fraction numeric(2,1), c_float4 float4,
  c_float8 float8, c_money money, c_oid oid, c_text text, c_varchar varchar(22), c_short varchar(14), c_tiny varchar(5),
  c_char char(24), c_name name, c_citext public.citext, c_code masks.code, c_letter "char", c_bit bit(3), c_bytea bytea,
  c_uuid uuid, c_date date, c_timestamp timestamp(3), c_timestamptz timestamptz, c_time time, c_timetz timetz,
  c_interval interval, c_json json, c_jsonb jsonb, c_xml xml, c_inet inet, c_texts text[], c_dates date[], c_point point,
  c_range daterange, c_mood masks.mood, c_zip text);

INSERT INTO masks.value
SELECT i, i % 2 = 0, i, i * 1001, i * 10000000019, i * 1.125, i % 10, i / 10.0, i / 3.0, i / 7.0, i::numeric::money, i,
  'value ' || repeat('x', i) || i, 'name ' || i, 'n' || i, left('abcdefgh', i % 6), 'char ' || i, 'name' || i, 'Ci' || i,
  'code' || i, chr(64 + i), (i % 8)::bit(3), decode(lpad(to_hex(i * 257), 4, '0'), 'hex'),
  ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid,
  ((transaction_timestamp() AT TIME ZONE 'UTC')::date - interval '90 years')::date + (i - 8),
  date '2020-12-31' + make_interval(hours => i * 6),
  timestamptz '2020-12-31 00:00:00+00' + make_interval(hours => i * 6),
  time '23:00' + make_interval(mins => i), timetz '23:00+05' + make_interval(mins => i),
  make_interval(months => i, days => -i, secs => i / 3.0),
  json_build_object('phone', i, 'deep', json_build_object('a', i), 'rest', i / 7.0),
  jsonb_build_object('phone', i, 'deep', i, 'rest', i / 7.0), xmlparse(content '<a>' || i || '</a>'), ('10.0.0.' || i)::inet,
  ARRAY['a' || i], ARRAY[date '2020-01-01' + i], point(i, i / 3.0), daterange(date '2020-01-01', date '2020-01-02' + i),
  'fine', (ARRAY['03601', '10001-1234', '1000', 'abcde', '100010000', '88412', '１0001'])[1 + i % 7]
FROM generate_series(1, 16) i;
INSERT INTO masks.value (id) VALUES (17);
INSERT INTO masks.value (id, c_date, c_timestamp, c_timestamptz, c_float4, c_float8, c_numeric, c_digit, c_fraction) VALUES
  (18, 'infinity', 'infinity', 'infinity', 'NaN', 'Infinity', 'NaN', 'NaN', 'NaN'),
  (19, '-infinity', '-infinity', '-infinity', '-Infinity', '-0', '-1', -9, -9.9),
  (20, '0044-03-15 BC', '0044-03-15 BC', '0044-03-15 12:00:00+00 BC', 89.5, 90.5, 90, 9, 9.9),
  (21, '1900-01-01', '1900-01-01 00:00:00', '1900-01-01 00:00:00+00', 89, 89, 89, 0, 0);

-- What a search_path can put before the server's own: functions, operators and types of the same names.
DO $$
DECLARE f record;
BEGIN
  FOR f IN
    SELECT p.proname, pg_get_function_identity_arguments(p.oid) AS args, p.prorettype::regtype AS gives
    FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset
      AND p.proname IN ('left', 'right', 'length', 'substr', 'encode', 'sha256', 'convert_to', 'current_setting',
        'date_part', 'date_trunc', 'make_date', 'timezone', 'transaction_timestamp', 'jsonb_set', 'jsonb_typeof',
        'date_send', 'float8send', 'byteasend', 'timestamptz_send')
      AND p.provariadic = 0 AND pg_get_function_identity_arguments(p.oid) !~ 'any|internal'
  LOOP
    EXECUTE format('CREATE FUNCTION hostile.%I(%s) RETURNS %s LANGUAGE sql AS %L', f.proname, f.args, f.gives,
      format('SELECT NULL::%s', f.gives));
  END LOOP;
END $$;
CREATE FUNCTION hostile.joined(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'hostile' $$;
CREATE OPERATOR hostile.|| (FUNCTION = hostile.joined, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION hostile.never(text, text) RETURNS boolean LANGUAGE sql AS $$ SELECT false $$;
CREATE OPERATOR hostile.= (FUNCTION = hostile.never, LEFTARG = text, RIGHTARG = text);
CREATE OPERATOR hostile.~ (FUNCTION = hostile.never, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION hostile.before(date, date) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
CREATE OPERATOR hostile.< (FUNCTION = hostile.before, LEFTARG = date, RIGHTARG = date);
CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (VALUE = 'hostile');
CREATE DOMAIN hostile.date AS pg_catalog.date CHECK (false);
CREATE DOMAIN hostile.uuid AS pg_catalog.uuid CHECK (false);
CREATE DOMAIN hostile.jsonb AS pg_catalog.jsonb CHECK (false);
CREATE DOMAIN hostile.bytea AS pg_catalog.bytea CHECK (false);
