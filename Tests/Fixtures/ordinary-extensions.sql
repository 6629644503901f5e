-- What ordinary-tools.sql asks of PostgreSQL's own extensions: the extensions, and a table without protected columns.
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION hstore SCHEMA public;
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION pgcrypto SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
CREATE EXTENSION fuzzystrmatch SCHEMA public;
CREATE EXTENSION tablefunc SCHEMA public;
CREATE EXTENSION "uuid-ossp" SCHEMA public;
CREATE EXTENSION intarray SCHEMA public;
CREATE EXTENSION ltree SCHEMA public;
CREATE TABLE public.drugs (id int PRIMARY KEY, name citext NOT NULL, facts hstore NOT NULL, class ltree NOT NULL);
INSERT INTO public.drugs VALUES
  (1, 'Metformin', 'form => tablet, dose => 500', 'endocrine.biguanide'),
  (2, 'metoprolol', 'form => tablet, dose => 50', 'cardiac.beta_blocker'),
  (3, 'Sémaglutide', 'form => pen, dose => 1', 'endocrine.glp1');
GRANT ALL ON public.drugs TO PUBLIC;
