-- The role that the hub proves the password of; the agent never has it.
CREATE ROLE ehr_agent LOGIN PASSWORD 'known-to-the-hub-alone';
GRANT USAGE ON SCHEMA clinic TO ehr_agent;
GRANT SELECT ON ALL TABLES IN SCHEMA clinic TO ehr_agent;
