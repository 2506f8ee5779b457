ALTER TABLE "messages" ADD COLUMN "thumb" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "thumb_note" text;--> statement-breakpoint
CREATE INDEX "messages_owner_id_thumb_index" ON "messages" USING btree ("owner_id","thumb") WHERE thumb is not null;--> statement-breakpoint
-- For the list of users, as `count_threads`.
CREATE FUNCTION count_thumbs(ids text[]) RETURNS TABLE (owner_id text, thumbs_up integer, thumbs_down integer)
LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ids LOOP
    PERFORM set_config('app.owner', one, true);
    RETURN QUERY SELECT one, (count(*) FILTER (WHERE m.thumb = 'up'))::integer,
      (count(*) FILTER (WHERE m.thumb = 'down'))::integer
      FROM public.messages m WHERE m.owner_id = one AND m.thumb IS NOT NULL;
  END LOOP;
END $$;
