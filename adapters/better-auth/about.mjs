// @ts-check

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "better-auth",
  label: "Better Auth",
  documentation: "https://www.better-auth.com/docs",
  variables: {},
  setUp: ["Nothing: Better Auth is part of the app."],
  ownTokenToPage: false,
  organisations: false,
  verifiesNoAddress: true,
  needsDatabase: true,
  packages: [
    "better-auth",
    "@better-auth/passkey",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
  ],
  externalPackages: ["better-auth", "@better-auth/passkey"],
  sessionCookies: /^better-auth\./,
  sdkAddresses:
    /^((NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(AUTH|BETTER_AUTH)_URL|BETTER_AUTH_TRUSTED_ORIGINS)$/,
};
