CREATE TABLE "secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON secrets TO app_system;
