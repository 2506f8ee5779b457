GRANT USAGE ON SCHEMA public TO app_user;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON threads, messages, component_states TO app_user;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, auth, drizzle TO app_system;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON projects, api_keys, revocations, signing_keys TO app_system;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO app_system;
--> statement-breakpoint
-- Tables of providers that later migrations add.
ALTER DEFAULT PRIVILEGES IN SCHEMA auth GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_system;
