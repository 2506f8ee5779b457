-- Not compressed, so that the size of a value is known before anything reads it: pages have a
-- budget of bytes.
ALTER TABLE messages ALTER COLUMN content SET STORAGE EXTERNAL, ALTER COLUMN reasoning SET STORAGE EXTERNAL, ALTER COLUMN metadata SET STORAGE EXTERNAL, ALTER COLUMN additional_context SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE component_states ALTER COLUMN state SET STORAGE EXTERNAL;
