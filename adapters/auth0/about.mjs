// @ts-check

const SETTINGS = "Auth0 dashboard → Applications → your Regular Web Application → Settings";

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "auth0",
  label: "Auth0",
  documentation: "https://auth0.com/docs/quickstart/webapp/nextjs",
  variables: {
    AUTH0_DOMAIN: `“Domain” in ${SETTINGS}, or your custom domain: a host name, without https://`,
    AUTH0_CLIENT_ID: `“Client ID” in ${SETTINGS}`,
    AUTH0_CLIENT_SECRET: `“Client Secret” in ${SETTINGS}`,
    AUTH0_AUDIENCE:
      "“Identifier” in Auth0 dashboard → Applications → APIs → your API; without one Auth0 issues no JWT",
  },
  secrets: ["AUTH0_CLIENT_SECRET"],
  setUp: [
    "In the Auth0 dashboard → Applications, create a Regular Web Application.",
    "In its settings add `APP_URL/auth/callback` to the allowed callback URLs, and `APP_URL` to the allowed logout URLs.",
    "In Applications → APIs create an API, and allow offline access in its settings.",
  ],
  hostedBy: "Auth0",
  ownTokenToPage: true,
  organisations: true,
  needsDatabase: false,
  packages: ["@auth0/nextjs-auth0"],
  emulator: { port: 4101 },
  sessionCookies: /^tambo-users\.auth0/,
  sdkAddresses:
    /^((NEXT_PUBLIC_)?(APP|AUTH0)_BASE_URL|NEXT_PUBLIC_(BASE_PATH|LOGIN_ROUTE|PROFILE_ROUTE|ACCESS_TOKEN_ROUTE)|AUTH0_COOKIE_DOMAIN)$/,
};
