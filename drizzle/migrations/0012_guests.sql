ALTER TABLE "suggestions" DROP CONSTRAINT "suggestions_owner_id_thread_id_threads_owner_id_id_fk";
--> statement-breakpoint
ALTER TABLE "component_states" DROP CONSTRAINT "component_states_owner_id_thread_id_threads_owner_id_id_fk";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_owner_id_thread_id_threads_owner_id_id_fk";
--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_owner_id_thread_id_threads_owner_id_id_fk" FOREIGN KEY ("owner_id","thread_id") REFERENCES "public"."threads"("owner_id","id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "component_states" ADD CONSTRAINT "component_states_owner_id_thread_id_threads_owner_id_id_fk" FOREIGN KEY ("owner_id","thread_id") REFERENCES "public"."threads"("owner_id","id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_owner_id_thread_id_threads_owner_id_id_fk" FOREIGN KEY ("owner_id","thread_id") REFERENCES "public"."threads"("owner_id","id") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
CREATE POLICY "threads_seen_by_adopter" ON "threads" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true)));--> statement-breakpoint
CREATE POLICY "threads_adopted" ON "threads" AS PERMISSIVE FOR UPDATE TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));