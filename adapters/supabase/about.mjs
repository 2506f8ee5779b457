// @ts-check

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "supabase",
  label: "Supabase",
  documentation: "https://supabase.com/docs/guides/auth/server-side",
  variables: {
    SUPABASE_URL:
      "https://<project ref>.supabase.co: “Project URL” in Supabase dashboard → Project Settings → Data API",
    SUPABASE_PUBLISHABLE_KEY:
      "sb_publishable_…, not the secret key, in Supabase dashboard → Project Settings → API Keys",
  },
  guideNames: {
    NEXT_PUBLIC_SUPABASE_URL: "SUPABASE_URL",
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "SUPABASE_PUBLISHABLE_KEY",
    NEXT_PUBLIC_SUPABASE_ANON_KEY: "SUPABASE_PUBLISHABLE_KEY",
  },
  setUp: [
    "Create a Supabase project that signs with an asymmetric key (Project Settings → JWT Keys).",
    "In Authentication → URL Configuration set the site URL to `APP_URL`, and add `APP_URL/auth/callback` to the redirect URLs.",
  ],
  ownTokenToPage: true,
  organisations: false,
  verifiesNoAddress: true,
  needsDatabase: false,
  packages: ["@supabase/ssr", "@supabase/supabase-js"],
  externalPackages: ["@supabase/ssr", "@supabase/supabase-js"],
  emulator: { port: 4104 },
  sessionCookies: /^supabase-session/,
  hookPath: "/auth/session",
};
