// @ts-check

const CLIENT = "Google Cloud console → Google Auth Platform → Clients → your web application";

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "neon",
  label: "Neon",
  documentation: "https://authjs.dev/getting-started/adapters/neon",
  variables: {
    DATABASE_URL: "Neon console → your project → Connect → Connection string",
    AUTH_GOOGLE_ID: `“Client ID” in ${CLIENT}`,
    AUTH_GOOGLE_SECRET: `“Client secret” in ${CLIENT}`,
  },
  guideNames: {
    NEON_DATABASE_URL: "DATABASE_URL",
    GOOGLE_CLIENT_ID: "AUTH_GOOGLE_ID",
    GOOGLE_CLIENT_SECRET: "AUTH_GOOGLE_SECRET",
  },
  secrets: ["DATABASE_URL", "AUTH_GOOGLE_SECRET"],
  setUp: [
    "Create a Neon project, and make the tables with `npm run db:migrate` once `.env.local` is filled in.",
    "People sign in with Google: in the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
    "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
  ],
  hostedBy: "Google",
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: true,
  packages: ["@auth/neon-adapter", "@neondatabase/serverless", "next-auth"],
  emulator: { port: 4106, needsPostgres: true },
  sessionCookies: /^(tambo-users\.neon|authjs\.)/,
};
