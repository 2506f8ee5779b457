CREATE TABLE "usage" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"kind" text NOT NULL,
	"model" text NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"is_estimate" boolean NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"milliseconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"project_id" text NOT NULL,
	"day" date NOT NULL,
	"owner_id" text NOT NULL,
	"runs" integer NOT NULL,
	"errors" integer NOT NULL,
	"input_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	CONSTRAINT "usage_days_project_id_day_owner_id_pk" PRIMARY KEY("project_id","day","owner_id")
);
--> statement-breakpoint
ALTER TABLE "usage_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "tool_rounds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "usage_owner_id_index" ON "usage" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "usage_at_index" ON "usage" USING btree ("at");--> statement-breakpoint
CREATE INDEX "usage_days_owner_id_index" ON "usage_days" USING btree ("owner_id");--> statement-breakpoint
CREATE POLICY "usage_days_owner" ON "usage_days" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id in ('', (select current_setting('app.owner', true))));--> statement-breakpoint
CREATE POLICY "usage_days_system" ON "usage_days" AS PERMISSIVE FOR ALL TO "app_system" USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON usage TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_days TO app_system;
--> statement-breakpoint
GRANT SELECT ON usage_days TO app_user;
