// @ts-check

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "workos",
  label: "WorkOS",
  documentation: "https://workos.com/docs/authkit",
  variables: {
    WORKOS_CLIENT_ID: "client_…, in WorkOS dashboard → API Keys",
    WORKOS_API_KEY: "sk_…, in WorkOS dashboard → API Keys",
    WORKOS_COOKIE_PASSWORD:
      "at least 32 characters that seal the session cookie; `openssl rand -base64 32` makes one",
    WORKOS_ISSUER:
      "the iss of your access tokens, only with a custom authentication domain (WorkOS dashboard → Domains) or an environment made before mid-2025",
  },
  secrets: ["WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD"],
  optional: ["WORKOS_ISSUER"],
  setUp: [
    "In the WorkOS dashboard → Redirects, add `APP_URL/auth/callback`, and set the sign-out redirect to `APP_URL` and the sign-in endpoint to `APP_URL/auth/sign-in`.",
  ],
  hostedBy: "WorkOS",
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["@workos-inc/authkit-nextjs", "@workos-inc/node"],
  emulator: { port: 4105 },
  sessionCookies: /^wos-/,
};
