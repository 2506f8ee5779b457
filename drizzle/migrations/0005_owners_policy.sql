ALTER TABLE "owners" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "owners_owner" ON "owners" AS PERMISSIVE FOR ALL TO "app_user" USING (id = (select current_setting('app.owner', true)));--> statement-breakpoint
CREATE POLICY "owners_system" ON "owners" AS PERMISSIVE FOR ALL TO "app_system" USING (true);--> statement-breakpoint
GRANT SELECT, DELETE ON owners TO app_user;
