// @ts-check

const KEYS = "shown in Clerk's dashboard under Configure → API keys";

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "clerk",
  label: "Clerk",
  documentation: "https://clerk.com/docs/quickstarts/nextjs",
  variables: {
    CLERK_PUBLISHABLE_KEY: `the publishable key, pk_test_… or pk_live_…, ${KEYS}`,
    CLERK_SECRET_KEY: `the secret key, sk_test_… or sk_live_…, ${KEYS}`,
  },
  guideNames: { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "CLERK_PUBLISHABLE_KEY" },
  secrets: ["CLERK_SECRET_KEY"],
  setUp: ["In Clerk's dashboard create an application, and switch on how its users sign in."],
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["@clerk/nextjs", "@clerk/react"],
  emulator: { port: 4103 },
  // `__client` only names the browser and stays, as with Clerk's own sign-out.
  sessionCookies: /^__(session|client_uat|refresh)(_[\w-]+)?$/,
};
