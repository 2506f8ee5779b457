-- Entries get their ids before they are written, so that one whose answer is lost can be written again.
GRANT USAGE ON SEQUENCE activity_id_seq TO app_system;
