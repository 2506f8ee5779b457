ALTER TABLE "owners" ADD COLUMN "personal_id" text;--> statement-breakpoint
ALTER TABLE "owners" ADD COLUMN "organization" text;--> statement-breakpoint
CREATE INDEX "owners_personal_id_index" ON "owners" USING btree ("personal_id");