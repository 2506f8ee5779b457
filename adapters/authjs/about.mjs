// @ts-check
import { AUTH_JS_ADDRESSES, googleSetUp, googleVariables } from "../shared/google-about.mjs";

/** @type {import("../contracts.ts").About} */
export const about = {
  name: "authjs",
  label: "Google",
  documentation: "https://authjs.dev/getting-started/providers/google",
  variables: googleVariables,
  setUp: googleSetUp,
  hostedBy: "Google",
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: false,
  packages: ["next-auth"],
  emulator: { port: 4102 },
  sessionCookies: /^(tambo-users\.authjs|authjs\.)/,
  sdkAddresses: AUTH_JS_ADDRESSES,
};
