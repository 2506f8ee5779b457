// @ts-check

const CLIENT = "Google Cloud console → Google Auth Platform → Clients → your web application";

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "authjs",
  label: "Auth.js",
  documentation: "https://authjs.dev/getting-started/providers/google",
  variables: {
    AUTH_GOOGLE_ID: `“Client ID” in ${CLIENT}`,
    AUTH_GOOGLE_SECRET: `“Client secret” in ${CLIENT}`,
  },
  guideNames: { GOOGLE_CLIENT_ID: "AUTH_GOOGLE_ID", GOOGLE_CLIENT_SECRET: "AUTH_GOOGLE_SECRET" },
  secrets: ["AUTH_GOOGLE_SECRET"],
  setUp: [
    "In the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
    "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
  ],
  hostedBy: "Google",
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["next-auth"],
  emulator: { port: 4102 },
  sessionCookies: /^(tambo-users\.authjs|authjs\.)/,
};
