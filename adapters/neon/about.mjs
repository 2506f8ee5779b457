// @ts-check
import { AUTH_JS_ADDRESSES, googleSetUp, googleVariables } from "../shared/google-about.mjs";

/** @type {import("../contracts.ts").About} */
export const about = {
  name: "neon",
  label: "Neon",
  documentation: "https://authjs.dev/getting-started/adapters/neon",
  variables: [
    {
      name: "DATABASE_URL",
      text: "Neon console → your project → Connect → Connection string",
      isSecret: true,
    },
    ...googleVariables,
  ],
  setUp: ["Create a Neon project, and make the tables with `npm run db:migrate`.", ...googleSetUp],
  hostedBy: "Google",
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: true,
  packages: ["@auth/neon-adapter", "@neondatabase/serverless", "next-auth"],
  tables: "drizzle/schema/neon.ts",
  emulator: { port: 4106, needsPostgres: true },
  sessionCookies: /^(tambo-users\.neon|authjs\.)/,
  sdkAddresses: AUTH_JS_ADDRESSES,
};
