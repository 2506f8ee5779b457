// @ts-check

const CLIENT = "Google Cloud console → Google Auth Platform → Clients → your web application";

/** @type {import("../contracts.ts").Variable[]} */
export const googleVariables = [
  { name: "AUTH_GOOGLE_ID", text: `“Client ID” in ${CLIENT}` },
  { name: "AUTH_GOOGLE_SECRET", text: `“Client secret” in ${CLIENT}`, isSecret: true },
  {
    name: "AUTH_GOOGLE_ISSUER",
    text: "only for an emulator, in place of https://accounts.google.com",
    isForEmulator: true,
  },
];

export const googleSetUp = [
  "In the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
  "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
];

export const AUTH_JS_ADDRESSES =
  /^((NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(AUTH|NEXTAUTH)_URL|NEXTAUTH_URL_INTERNAL|AUTH_REDIRECT_PROXY_URL)$/;
