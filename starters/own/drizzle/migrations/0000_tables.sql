-- Roles belong to the whole server, so another database of it may have made these already.
DO $$ BEGIN
  CREATE ROLE app_user NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
-- What a server needs besides `app_user` when it connects as a role that owns nothing.
DO $$ BEGIN
  CREATE ROLE app_system NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
-- SET LOCAL ROLE needs membership where the connecting role is no superuser. Since version 16 who
-- makes a role is a member that may hand it on but not take it.
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'app_user',
      CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN
    EXECUTE format('GRANT app_user TO %I', current_user);
  END IF;
END $$;
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"strategy" text DEFAULT 'discovery' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"value" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"name" text,
	"hint" text,
	"allowed_origins" text[],
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" text PRIMARY KEY NOT NULL,
	"not_before" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"encrypted_private_jwk" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"signs_from" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"owner_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text,
	"metadata" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"current_run_id" text,
	"lease_expires_at" timestamp (3) with time zone,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"last_completed_run_id" text,
	"last_run_cancelled" boolean DEFAULT false NOT NULL,
	"last_run_error" jsonb,
	"pending_tool_call_ids" text[] DEFAULT '{}' NOT NULL,
	"tool_rounds" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "threads_owner_id_id_pk" PRIMARY KEY("owner_id","id")
);
--> statement-breakpoint
CREATE FUNCTION without_files(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT jsonb_agg(
    CASE WHEN block #> '{resource,blob}' IS NULL THEN block
    ELSE jsonb_set(block, '{resource,blob}', '"(left out)"') END ORDER BY place)
  FROM jsonb_array_elements(content) WITH ORDINALITY AS blocks (block, place)
);
--> statement-breakpoint
-- Without punctuation, of which PostgreSQL's parser tries whether it is a path, a tag or an address: for
-- some texts that takes seconds. Only the beginning of a long text, and where each word stands is forgotten.
CREATE FUNCTION message_words(content jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT strip(to_tsvector('simple', translate(left(string_agg(left(block ->> 'text', 20000), ' '), 20000),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))))
  FROM jsonb_array_elements(content) AS blocks (block) WHERE block ->> 'type' = 'text'
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"owner_id" text NOT NULL,
	"thread_id" text NOT NULL,
	"id" text NOT NULL,
	"role" text NOT NULL,
	"content" jsonb NOT NULL,
	"reasoning" text[],
	"additional_context" jsonb,
	"metadata" jsonb,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"thumb" text,
	"thumb_note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"is_question" boolean GENERATED ALWAYS AS (role = 'user' and content @? '$[*] ? (@.type == "text" && @.text like_regex "\\S")') STORED,
	"component_ids" jsonb GENERATED ALWAYS AS (jsonb_path_query_array(content, '$[*] ? (@.type == "component").id')) STORED,
	"lean_content" jsonb GENERATED ALWAYS AS (case when content @? '$[*].resource.blob' then without_files(content) end) STORED,
	"words" tsvector GENERATED ALWAYS AS (message_words(content)) STORED,
	"content_bytes" integer GENERATED ALWAYS AS (octet_length(content::text)) STORED,
	"metadata_bytes" integer GENERATED ALWAYS AS (octet_length(metadata::text)) STORED,
	"additional_context_bytes" integer GENERATED ALWAYS AS (octet_length(additional_context::text)) STORED,
	CONSTRAINT "messages_owner_id_thread_id_id_pk" PRIMARY KEY("owner_id","thread_id","id")
);
--> statement-breakpoint
CREATE TABLE "component_states" (
	"owner_id" text NOT NULL,
	"thread_id" text NOT NULL,
	"component_id" text NOT NULL,
	"state" jsonb NOT NULL,
	"state_bytes" integer GENERATED ALWAYS AS (octet_length(state::text)) STORED,
	CONSTRAINT "component_states_owner_id_thread_id_component_id_pk" PRIMARY KEY("owner_id","thread_id","component_id")
);
--> statement-breakpoint
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
	CONSTRAINT "usage_days_day_project_id_owner_id_pk" PRIMARY KEY("day","project_id","owner_id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "api_keys_project_id_index" ON "api_keys" USING btree ("project_id");
--> statement-breakpoint
CREATE INDEX "revocations_revoked_at_index" ON "revocations" USING btree ("revoked_at");
--> statement-breakpoint
CREATE INDEX "revocations_expires_at_index" ON "revocations" USING btree ("expires_at");
--> statement-breakpoint
CREATE INDEX "revocations_owners_index" ON "revocations" USING btree ("revoked_at") WHERE not_before is not null;
--> statement-breakpoint
CREATE INDEX "revocations_deleted_index" ON "revocations" USING btree ("revoked_at") WHERE id like 'deleted %';
--> statement-breakpoint
ALTER TABLE "threads" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE INDEX "threads_owner_id_updated_at_id_index" ON "threads" USING btree ("owner_id","updated_at","id");
--> statement-breakpoint
CREATE INDEX "threads_archived_index" ON "threads" USING btree ("owner_id","updated_at","id") WHERE archived_at is not null;
--> statement-breakpoint
CREATE POLICY "threads_owner" ON "threads" AS PERMISSIVE FOR ALL TO "app_user" USING (owner_id = (select current_setting('app.owner', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
CREATE POLICY "threads_seen_by_adopter" ON "threads" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true)));
--> statement-breakpoint
CREATE POLICY "threads_adopted" ON "threads" AS PERMISSIVE FOR UPDATE TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
-- Whoever owns the tables and serves, by a query that has not taken the role of owners, sees no row.
ALTER TABLE "threads" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_owner_id_thread_id_threads_owner_id_id_fk" FOREIGN KEY ("owner_id","thread_id") REFERENCES "public"."threads"("owner_id","id") ON DELETE cascade ON UPDATE cascade;
--> statement-breakpoint
CREATE UNIQUE INDEX "messages_owner_id_thread_id_created_at_index" ON "messages" USING btree ("owner_id","thread_id","created_at");
--> statement-breakpoint
CREATE INDEX "messages_owner_id_created_at_index" ON "messages" USING btree ("owner_id","created_at");
--> statement-breakpoint
CREATE INDEX "messages_owner_id_thumb_index" ON "messages" USING btree ("owner_id","thumb") WHERE thumb is not null;
--> statement-breakpoint
CREATE POLICY "messages_owner" ON "messages" AS PERMISSIVE FOR ALL TO "app_user" USING (owner_id = (select current_setting('app.owner', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
-- Not compressed, so that the size of a value is known before anything reads it: pages have a
-- budget of bytes.
ALTER TABLE messages ALTER COLUMN content SET STORAGE EXTERNAL, ALTER COLUMN reasoning SET STORAGE EXTERNAL, ALTER COLUMN metadata SET STORAGE EXTERNAL, ALTER COLUMN additional_context SET STORAGE EXTERNAL;
--> statement-breakpoint
-- A thread has one owner. Planned as if the two had nothing to do with each other, a thread has one message or
-- none, and a message is looked up among all of its thread instead of by its key.
CREATE STATISTICS messages_threads (dependencies) ON owner_id, thread_id FROM messages;
--> statement-breakpoint
ALTER TABLE "messages" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "component_states" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "component_states" ADD CONSTRAINT "component_states_owner_id_thread_id_threads_owner_id_id_fk" FOREIGN KEY ("owner_id","thread_id") REFERENCES "public"."threads"("owner_id","id") ON DELETE cascade ON UPDATE cascade;
--> statement-breakpoint
CREATE POLICY "component_states_owner" ON "component_states" AS PERMISSIVE FOR ALL TO "app_user" USING (owner_id = (select current_setting('app.owner', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
ALTER TABLE component_states ALTER COLUMN state SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE "component_states" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE INDEX "usage_owner_id_index" ON "usage" USING btree ("owner_id");
--> statement-breakpoint
CREATE INDEX "usage_at_index" ON "usage" USING btree ("at");
--> statement-breakpoint
ALTER TABLE "usage_days" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE INDEX "usage_days_owner_id_index" ON "usage_days" USING btree ("owner_id");
--> statement-breakpoint
CREATE INDEX "usage_days_list_index" ON "usage_days" USING btree ("project_id","day",(owner_id = ''),(input_tokens + output_tokens),"owner_id");
--> statement-breakpoint
CREATE POLICY "usage_days_owner" ON "usage_days" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id in ('', (select current_setting('app.owner', true))));
--> statement-breakpoint
CREATE POLICY "usage_days_system" ON "usage_days" AS PERMISSIVE FOR ALL TO "app_system" USING (true);
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO app_user;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON threads, messages, component_states TO app_user;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, drizzle TO app_system;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON projects, api_keys, revocations, signing_keys TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON secrets TO app_system;
--> statement-breakpoint
CREATE TABLE "notes" (
	"owner_id" text NOT NULL,
	"id" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notes_owner_id_id_pk" PRIMARY KEY("owner_id","id")
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "notes_owner" ON "notes" AS PERMISSIVE FOR ALL TO "app_user" USING (owner_id = (select current_setting('app.owner', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
CREATE POLICY "notes_seen_by_adopter" ON "notes" AS PERMISSIVE FOR SELECT TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true)));
--> statement-breakpoint
CREATE POLICY "notes_adopted" ON "notes" AS PERMISSIVE FOR UPDATE TO "app_user" USING (owner_id like 'guest\_%' and owner_id = (select current_setting('app.guest', true))) WITH CHECK (owner_id = (select current_setting('app.owner', true)));
--> statement-breakpoint
-- Whoever owns the tables and serves, by a query that has not taken the role of owners, sees no row.
ALTER TABLE "notes" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO app_user;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON usage TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON usage_days TO app_system;
--> statement-breakpoint
GRANT SELECT ON usage_days TO app_user;
