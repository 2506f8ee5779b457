// @ts-check
import { authJs, sourceSteps } from "../shared/auth-js-about.mjs";

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "neon",
  label: "Neon",
  documentation: "https://authjs.dev/getting-started/adapters/neon",
  ...authJs,
  variables: {
    DATABASE_URL: "Neon console → your project → Connect → Connection string",
    ...authJs.variables,
  },
  secrets: ["DATABASE_URL", ...authJs.secrets],
  setUp: ["Create a Neon project, and make the tables with `npm run db:migrate`.", ...sourceSteps],
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: true,
  packages: ["@auth/neon-adapter", "@neondatabase/serverless", "next-auth"],
  externalPackages: ["@neondatabase/serverless"],
  emulator: { port: 4106, needsPostgres: true },
  sessionCookies: /^(tambo-users\.neon|authjs\.)/,
};
