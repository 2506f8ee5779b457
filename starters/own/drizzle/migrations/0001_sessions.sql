CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE TABLE "auth"."renewals" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" text,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "renewals_expires_at_index" ON "auth"."renewals" USING btree ("expires_at");
--> statement-breakpoint
GRANT USAGE ON SCHEMA auth TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON auth.renewals TO app_system;
