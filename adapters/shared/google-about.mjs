// @ts-check

const CLIENT = "Google Cloud console → Google Auth Platform → Clients → your web application";

/** What the adapters have in common that sign in with Google by Auth.js. */
export const google = {
  variables: {
    AUTH_GOOGLE_ID: `“Client ID” in ${CLIENT}`,
    AUTH_GOOGLE_SECRET: `“Client secret” in ${CLIENT}`,
  },
  guideNames: { GOOGLE_CLIENT_ID: "AUTH_GOOGLE_ID", GOOGLE_CLIENT_SECRET: "AUTH_GOOGLE_SECRET" },
  secrets: ["AUTH_GOOGLE_SECRET"],
  emulatorVariables: { AUTH_GOOGLE_ISSUER: "in place of https://accounts.google.com" },
  hostedBy: "Google",
  sdkAddresses:
    /^((NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(AUTH|NEXTAUTH)_URL|NEXTAUTH_URL_INTERNAL|AUTH_REDIRECT_PROXY_URL)$/,
};

export const googleSteps = [
  "In the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
  "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
];
