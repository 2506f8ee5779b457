-- In a generated column no query may stand, but a function may.
CREATE FUNCTION without_files(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT jsonb_agg(
    CASE WHEN block #> '{resource,blob}' IS NULL THEN block
    ELSE jsonb_set(block, '{resource,blob}', '"(left out)"') END ORDER BY place)
  FROM jsonb_array_elements(content) WITH ORDINALITY AS blocks (block, place)
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "lean_content" jsonb GENERATED ALWAYS AS (case when content @? '$[*].resource.blob' then without_files(content) end) STORED;