// @ts-check

/** @type {import("../contracts.ts").About} */
export const about = {
  name: "workos",
  label: "WorkOS",
  documentation: "https://workos.com/docs/authkit",
  variables: [
    { name: "WORKOS_CLIENT_ID", text: "client_…, in WorkOS dashboard → API Keys" },
    { name: "WORKOS_API_KEY", text: "sk_…, in WorkOS dashboard → API Keys", isSecret: true },
    {
      name: "WORKOS_COOKIE_PASSWORD",
      text: "at least 32 characters that seal the session cookie; `openssl rand -base64 32` makes one",
      isSecret: true,
    },
    {
      name: "WORKOS_ISSUER",
      text: "the iss of your access tokens, only with a custom authentication domain (WorkOS dashboard → Domains) or an environment made before mid-2025",
      isOptional: true,
    },
    {
      name: "WORKOS_API_HOSTNAME",
      text: "only for an emulator: where the API is reached",
      isForEmulator: true,
    },
    { name: "WORKOS_API_PORT", text: "only for an emulator: its port", isForEmulator: true },
    { name: "WORKOS_API_HTTPS", text: "only for an emulator: true or false", isForEmulator: true },
  ],
  setUp: [
    "In the WorkOS dashboard → Redirects, add `APP_URL/auth/callback`, and set the sign-out redirect to `APP_URL` and the sign-in endpoint to `APP_URL/auth/sign-in`.",
  ],
  hostedBy: "WorkOS",
  ownTokenToPage: true,
  organisations: true,
  needsDatabase: false,
  packages: ["@workos-inc/authkit-nextjs", "@workos-inc/node"],
  emulator: { port: 4105 },
  sessionCookies: /^wos-/,
  sdkAddresses: /^((NEXT_PUBLIC_)?WORKOS_REDIRECT_URI|WORKOS_COOKIE_DOMAIN)$/,
  serverActions: "**/@workos-inc/authkit-nextjs/dist/esm/actions.js",
};
