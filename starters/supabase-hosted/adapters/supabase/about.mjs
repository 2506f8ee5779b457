// @ts-check

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "supabase",
  label: "Supabase",
  documentation: "https://supabase.com/docs/guides/auth/server-side",
  variables: {
    SUPABASE_URL:
      "https://<project ref>.supabase.co: “Project URL” in Supabase dashboard → Project Settings → Data API",
    SUPABASE_PUBLISHABLE_KEY:
      "sb_publishable_…, not the secret key, in Supabase dashboard → Project Settings → API Keys",
    SUPABASE_OAUTH_PROVIDERS:
      "those of Supabase dashboard → Authentication → Sign In / Providers that people may sign in with, by Supabase's names, such as google,github,azure",
    SUPABASE_ISSUER:
      "the iss of its tokens, if it is not SUPABASE_URL/auth/v1: with a custom domain https://<project ref>.supabase.co/auth/v1",
  },
  optional: ["SUPABASE_OAUTH_PROVIDERS", "SUPABASE_ISSUER"],
  guideNames: {
    NEXT_PUBLIC_SUPABASE_URL: "SUPABASE_URL",
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "SUPABASE_PUBLISHABLE_KEY",
    NEXT_PUBLIC_SUPABASE_ANON_KEY: "SUPABASE_PUBLISHABLE_KEY",
  },
  setUp: [
    "Create a Supabase project that signs with an asymmetric key (Project Settings → JWT Keys).",
    "In Authentication → URL Configuration set the site URL to `APP_URL`, and add `APP_URL/auth/callback**` to the redirect URLs.",
    "Leave the links of the e-mail templates as they are: a `token_hash` is not taken.",
  ],
  ownTokenToPage: true,
  organisations: false,
  verifiesNoAddress: true,
  needsDatabase: false,
  packages: ["@supabase/ssr", "@supabase/supabase-js"],
  emulator: { port: 4104 },
  sessionCookies: /^supabase-session/,
};
