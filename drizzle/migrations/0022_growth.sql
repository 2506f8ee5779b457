-- Each three characters in a row, in lower case: a text has what is searched for only if it has all of these.
CREATE FUNCTION trigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT coalesce(array_agg(DISTINCT substr(small, at, 3)), '{}')
  FROM lower(value) AS lowered (small), generate_series(1, length(small) - 2) AS at
);
--> statement-breakpoint
CREATE TABLE "exchange_hours" (
	"project_id" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"ok" integer NOT NULL,
	"refused" integer NOT NULL,
	CONSTRAINT "exchange_hours_hour_project_id_pk" PRIMARY KEY("hour","project_id")
);
--> statement-breakpoint
DROP INDEX "activity_project_id_at_id_index";--> statement-breakpoint
DROP INDEX "owners_project_id_last_seen_at_index";--> statement-breakpoint
ALTER TABLE "owners" DROP CONSTRAINT "owners_project_id_id_pk";--> statement-breakpoint
ALTER TABLE "usage_days" DROP CONSTRAINT "usage_days_project_id_day_owner_id_pk";--> statement-breakpoint
ALTER TABLE "owners" ADD CONSTRAINT "owners_id_project_id_pk" PRIMARY KEY("id","project_id");--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_day_project_id_owner_id_pk" PRIMARY KEY("day","project_id","owner_id");--> statement-breakpoint
ALTER TABLE "exchange_hours" ADD CONSTRAINT "exchange_hours_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "revocations_expires_at_index" ON "revocations" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "revocations_owners_index" ON "revocations" USING btree ("revoked_at") WHERE not_before is not null;--> statement-breakpoint
CREATE INDEX "revocations_deleted_index" ON "revocations" USING btree ("revoked_at") WHERE id like 'deleted %';--> statement-breakpoint
CREATE INDEX "renewals_expires_at_index" ON "auth"."renewals" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "activity_project_id_id_index" ON "activity" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "activity_project_id_outcome_id_index" ON "activity" USING btree ("project_id","outcome","id");--> statement-breakpoint
CREATE INDEX "activity_owner_id_id_index" ON "activity" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "owners_project_id_last_seen_at_id_index" ON "owners" USING btree ("project_id","last_seen_at","id");--> statement-breakpoint
CREATE INDEX "owners_search_index" ON "owners" USING gin (trigrams(coalesce(name, '') || ' ' || coalesce(email, '')));--> statement-breakpoint
CREATE INDEX "owners_guests_index" ON "owners" USING btree ("created_at") WHERE id like 'guest\_%';--> statement-breakpoint
CREATE INDEX "rate_limits_expire_index" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "usage_days_list_index" ON "usage_days" USING btree ("project_id","day",(owner_id = ''),(input_tokens + output_tokens),"owner_id");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_hours TO app_system;
--> statement-breakpoint
INSERT INTO exchange_hours (project_id, hour, ok, refused)
  SELECT project_id, date_trunc('hour', at, 'UTC'), count(*) FILTER (WHERE outcome = 'ok'),
    count(*) FILTER (WHERE outcome = 'refused')
  FROM activity WHERE kind = 'exchange' GROUP BY 1, 2;
