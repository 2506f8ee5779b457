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
