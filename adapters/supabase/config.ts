import { z } from "zod";
import { readEnv } from "#lib/base/env.ts";

/** The Supabase project. Throws EnvError with where in the dashboard each value is found. */
export function supabaseEnv() {
  return readEnv({
    SUPABASE_URL: z
      .url({
        error:
          "must be https://<project ref>.supabase.co: “Project URL” in Supabase dashboard → Project Settings → Data API",
      })
      .transform((url) => url.replace(/\/+$/, "")),
    SUPABASE_PUBLISHABLE_KEY: z.string({
      error: "must be sb_publishable_…, in Supabase dashboard → Project Settings → API Keys",
    }),
  });
}
