ALTER TABLE "trusted_issuers" ADD COLUMN "client_ids" text[];--> statement-breakpoint
ALTER TABLE "trusted_issuers" ADD COLUMN "accepted_types" text[];--> statement-breakpoint
ALTER TABLE "trusted_issuers" ADD COLUMN "refused_claims" text[];--> statement-breakpoint
ALTER TABLE "trusted_issuers" ADD COLUMN "jwks_uri" text;--> statement-breakpoint
-- For the list of users. It runs as whoever calls it, so row-level security holds: it becomes each owner in turn.
CREATE FUNCTION count_threads(ids text[]) RETURNS TABLE (owner_id text, threads integer)
LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ids LOOP
    PERFORM set_config('app.owner', one, true);
    RETURN QUERY SELECT one, count(*)::integer FROM public.threads t WHERE t.owner_id = one;
  END LOOP;
END $$;
