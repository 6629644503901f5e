-- What the tests of a lane that the hub speaks to need: a protected table, and roles for each way to prove a password.
CREATE TABLE public.patients (id int PRIMARY KEY, ssn text NOT NULL);
INSERT INTO public.patients SELECT i, '219-09-' || lpad(i::text, 4, '0') FROM generate_series(1, 5000) i;
CREATE TABLE public.notes (id int, body text);
INSERT INTO public.notes VALUES (1, 'one'), (2, 'two'), (3, 'three');
CREATE TABLE public.own_notes (id int, owner text);
INSERT INTO public.own_notes VALUES (1, 'bot'), (2, 'bot'), (3, 'somebody'), (4, 'https://idp#ana'), (5, 'red');
ALTER TABLE public.own_notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.own_notes USING (owner IN (current_setting('app.user', true), current_setting('app.tenant', true)));
CREATE FUNCTION public.take_over(name text) RETURNS text LANGUAGE plpgsql AS
    $$ BEGIN RETURN set_config('app.user', name, false); END $$;
CREATE ROLE agent LOGIN PASSWORD 'open sesame';
CREATE ROLE plain LOGIN PASSWORD 'open sesame';
SET password_encryption = 'md5';
CREATE ROLE old LOGIN PASSWORD 'open sesame';
RESET password_encryption;
GRANT pg_read_all_data, pg_write_all_data TO agent, plain, old;
SHOW hba_file \gset
COPY (VALUES ('host all old 127.0.0.1/32 md5'), ('host all plain 127.0.0.1/32 password'),
    ('host all all 127.0.0.1/32 scram-sha-256')) TO :'hba_file';
SELECT pg_reload_conf();
