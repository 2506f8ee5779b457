-- Whoever owns the tables and serves, by a query that has not taken the role of owners, sees no row.
ALTER TABLE "threads" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "messages" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "component_states" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "suggestions" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- The keys that cookies hold: whoever reads the table can sign in with none of them.
UPDATE "sessions" SET "sessionToken" = encode(sha256(convert_to("sessionToken", 'UTF8')), 'hex');
