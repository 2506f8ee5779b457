import type { About } from "../contracts.ts";

export const about: About = {
  name: "supabase",
  label: "Supabase",
  documentation: "https://supabase.com/docs/guides/auth",
  variables: [
    {
      name: "SUPABASE_URL",
      text: "https://<project ref>.supabase.co, in Project Settings → Data API → Project URL",
    },
    { name: "SUPABASE_PUBLISHABLE_KEY", text: "sb_publishable_…, in Project Settings → API Keys" },
  ],
  setUp: [
    "Create a Supabase project. In Authentication → URL Configuration set the site URL to `APP_URL`, and add `APP_URL/**` to the redirect URLs.",
  ],
  sessionCookies: /^supabase-session/,
};
