ALTER TABLE "messages" ADD COLUMN "is_question" boolean GENERATED ALWAYS AS (role = 'user' and content @? '$[*] ? (@.type == "text" && @.text like_regex "\\S")') STORED;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "component_ids" jsonb GENERATED ALWAYS AS (jsonb_path_query_array(content, '$[*] ? (@.type == "component").id')) STORED;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "content_bytes" integer GENERATED ALWAYS AS (octet_length(content::text)) STORED;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "metadata_bytes" integer GENERATED ALWAYS AS (octet_length(metadata::text)) STORED;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "additional_context_bytes" integer GENERATED ALWAYS AS (octet_length(additional_context::text)) STORED;--> statement-breakpoint
ALTER TABLE "component_states" ADD COLUMN "state_bytes" integer GENERATED ALWAYS AS (octet_length(state::text)) STORED;