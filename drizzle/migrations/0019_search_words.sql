-- Without punctuation, of which PostgreSQL's parser tries whether it is a path, a tag or an address: for
-- some texts that takes seconds. Only the beginning of a long text, and where each word stands is forgotten.
CREATE FUNCTION message_words(content jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT strip(to_tsvector('simple', translate(left(string_agg(left(block ->> 'text', 20000), ' '), 20000),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))))
  FROM jsonb_array_elements(content) AS blocks (block) WHERE block ->> 'type' = 'text'
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "words" "tsvector" GENERATED ALWAYS AS (message_words(content)) STORED;--> statement-breakpoint
CREATE INDEX "messages_owner_id_created_at_index" ON "messages" USING btree ("owner_id","created_at");