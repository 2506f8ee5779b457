// @ts-check

const KEYS = "shown in Clerk's dashboard under Configure → API keys";

/** @type {import("../contracts.ts").About} */
export const about = {
  name: "clerk",
  label: "Clerk",
  documentation: "https://clerk.com/docs/quickstarts/nextjs",
  variables: [
    {
      name: "CLERK_PUBLISHABLE_KEY",
      text: `the publishable key, pk_test_… or pk_live_…, ${KEYS}`,
    },
    {
      name: "CLERK_SECRET_KEY",
      text: `the secret key, sk_test_… or sk_live_…, ${KEYS}`,
      isSecret: true,
    },
    {
      name: "CLERK_JWT_TEMPLATE",
      text: 'recommended: the name of a JWT template (Configure → Sessions) with the claims { "aud": "tambo-users" }, whose tokens are then the only ones accepted',
      isOptional: true,
    },
    {
      name: "CLERK_FAPI_URL",
      text: "only for an emulator: where the Frontend API is reached",
      isForEmulator: true,
    },
    {
      name: "CLERK_API_URL",
      text: "only for an emulator: where the Backend API is reached",
      isForEmulator: true,
    },
  ],
  setUp: [
    "In Clerk's dashboard create an application whose users sign in with e-mail address and password.",
  ],
  ownTokenToPage: true,
  organisations: true,
  needsDatabase: false,
  packages: ["@clerk/nextjs"],
  emulator: { port: 4103 },
  // `__client` only names the browser and stays, as with Clerk's own sign-out.
  sessionCookies: /^__(session|client_uat|refresh)(_[\w-]+)?$/,
  sdkAddresses: /^NEXT_PUBLIC_CLERK_\w*(URL|DOMAIN|IS_SATELLITE)$/,
  serverActions: "**/@clerk/nextjs/dist/esm/app-router/server-actions.js",
};
