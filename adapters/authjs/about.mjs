// @ts-check
import { google, googleSteps } from "../shared/google-about.mjs";

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "authjs",
  label: "Google",
  documentation: "https://authjs.dev/getting-started/providers/google",
  ...google,
  setUp: googleSteps,
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["next-auth"],
  emulator: { port: 4102 },
  sessionCookies: /^(tambo-users\.authjs|authjs\.)/,
};
