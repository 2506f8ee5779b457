// @ts-check
import { authJs, sourceSteps } from "../shared/auth-js-about.mjs";

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "authjs",
  label: "Auth.js",
  documentation: "https://authjs.dev/getting-started/authentication/oauth",
  ...authJs,
  setUp: sourceSteps,
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["next-auth"],
  emulator: { port: 4102 },
  sessionCookies: /^(tambo-users\.authjs|authjs\.)/,
};
