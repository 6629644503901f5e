-- What random sequences of messages are sent to: canaries in protected columns, code that repeats them, statements that fail.
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE SCHEMA seq;

CREATE TABLE seq.people (id int PRIMARY KEY, name text NOT NULL, n int NOT NULL CHECK (n < 1000));
INSERT INTO seq.people SELECT i, 'CANARY' || md5(i::text), i FROM generate_series(1, 30) i;

-- Tells of every change, row and all.
CREATE FUNCTION seq.tell() RETURNS trigger LANGUAGE plpgsql SET search_path = seq, pg_temp AS $$
BEGIN
  PERFORM pg_notify('changes', NEW.name);
  RAISE NOTICE 'changed %', NEW;
  RETURN NEW;
END $$;
CREATE TRIGGER tell AFTER UPDATE ON seq.people FOR EACH ROW EXECUTE FUNCTION seq.tell();

-- Speaks at the end of the transaction.
CREATE TABLE seq.late (id int PRIMARY KEY, secret text NOT NULL, note text NOT NULL);
INSERT INTO seq.late SELECT i, 'CANARY' || md5(i::text), 'n' FROM generate_series(1, 30) i;
CREATE FUNCTION seq.late_say() RETURNS trigger LANGUAGE plpgsql SET search_path = seq, pg_temp AS $$
BEGIN
  IF NEW.note = 'bad' THEN RAISE EXCEPTION 'row % is inconsistent', NEW; END IF;
  RAISE NOTICE 'row % checked', NEW;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER late_say AFTER UPDATE ON seq.late DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION seq.late_say();

CREATE FUNCTION seq.say(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = seq, pg_temp AS $$
BEGIN
  RAISE NOTICE 'say %', word;
  RETURN word;
END $$;

CREATE TABLE seq.many (i int);
INSERT INTO seq.many SELECT generate_series(1, 200);
CREATE TABLE seq.lines (id int, note text);
COMMIT;
ANALYZE;
