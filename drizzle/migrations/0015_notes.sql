CREATE TABLE "notes" (
	"owner_id" text NOT NULL,
	"id" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notes_owner_id_id_pk" PRIMARY KEY("owner_id","id")
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "notes_owner" ON "notes" AS PERMISSIVE FOR ALL TO "app_user" USING (owner_id = (select current_setting('app.owner', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));--> statement-breakpoint
CREATE POLICY "notes_seen_by_adopter" ON "notes" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true)));--> statement-breakpoint
CREATE POLICY "notes_adopted" ON "notes" AS PERMISSIVE FOR UPDATE TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));--> statement-breakpoint
-- Whoever owns the tables and serves, by a query that has not taken the role of owners, sees no row.
ALTER TABLE "notes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO app_user;
