// @ts-check

const GOOGLE = "Google Cloud console → Google Auth Platform → Clients → your web application";
const GITHUB = "GitHub → Settings → Developer settings → OAuth Apps → your app";
const ENTRA = "Microsoft Entra admin center → App registrations → your app";

const optional = {
  AUTH_GITHUB_ID: `“Client ID” in ${GITHUB}`,
  AUTH_GITHUB_SECRET: `“Client secrets” in ${GITHUB}`,
  AUTH_MICROSOFT_ENTRA_ID_ID: `“Application (client) ID” in ${ENTRA}`,
  AUTH_MICROSOFT_ENTRA_ID_SECRET: `“Value” in ${ENTRA} → Certificates & secrets`,
  AUTH_MICROSOFT_ENTRA_ID_ISSUER: `https://login.microsoftonline.com/<tenant>/v2.0, with the “Directory (tenant) ID” in ${ENTRA}`,
  AUTH_OIDC_ID: "the client id at any OpenID provider",
  AUTH_OIDC_SECRET: "the client's secret there",
  AUTH_OIDC_ISSUER: "that provider's issuer, as its discovery document names it",
  AUTH_OIDC_LABEL: "what its link is called, “Continue with …”; the issuer's host by default",
};

/** What the adapters have in common whose people come by Auth.js. */
export const authJs = {
  variables: {
    AUTH_GOOGLE_ID: `“Client ID” in ${GOOGLE}`,
    AUTH_GOOGLE_SECRET: `“Client secret” in ${GOOGLE}`,
    ...optional,
  },
  guideNames: { GOOGLE_CLIENT_ID: "AUTH_GOOGLE_ID", GOOGLE_CLIENT_SECRET: "AUTH_GOOGLE_SECRET" },
  // Not Google's, which a deployment is asked for: it needs one of the sources at least.
  optional: Object.keys(optional),
  secrets: [
    "AUTH_GOOGLE_SECRET",
    "AUTH_GITHUB_SECRET",
    "AUTH_MICROSOFT_ENTRA_ID_SECRET",
    "AUTH_OIDC_SECRET",
  ],
  emulatorVariables: {
    AUTH_GOOGLE_ISSUER: "in place of https://accounts.google.com",
    AUTH_GITHUB_URL: "in place of https://github.com",
  },
  hostedBy: "Google, GitHub, Microsoft or your issuer",
  sdkAddresses:
    /^((NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(AUTH|NEXTAUTH)_URL|NEXTAUTH_URL_INTERNAL|AUTH_REDIRECT_PROXY_URL)$/,
};

export const sourceSteps = [
  "Google: in the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
  "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
  "Or GitHub: under Settings → Developer settings → OAuth Apps, create an app with the authorisation callback URL `APP_URL/auth/callback/github`.",
  "Or Microsoft: in the Entra admin center → App registrations, register an app with the web redirect URI `APP_URL/auth/callback/microsoft-entra-id`.",
  "Or any OpenID provider: create a confidential client with the redirect URI `APP_URL/auth/callback/oidc`.",
];
