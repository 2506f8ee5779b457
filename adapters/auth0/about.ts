import type { About } from "../contracts.ts";

export const about: About = {
  name: "auth0",
  label: "Auth0",
  documentation: "https://auth0.com/docs/quickstart/webapp/nextjs",
  variables: [
    {
      name: "AUTH0_DOMAIN",
      text: "“Domain” of your Regular Web Application in the Auth0 dashboard → Applications → Settings",
    },
    { name: "AUTH0_CLIENT_ID", text: "“Client ID”, in the same place" },
    { name: "AUTH0_CLIENT_SECRET", text: "“Client Secret”, in the same place" },
    {
      name: "AUTH0_AUDIENCE",
      text: "“Identifier” of your API in Applications → APIs: without an API Auth0 issues no JWT",
    },
  ],
  setUp: [
    "In the Auth0 dashboard → Applications, create a Regular Web Application.",
    "In its settings add `APP_URL/auth/callback` to the allowed callback URLs, and `APP_URL` to the allowed logout URLs.",
    "In Applications → APIs create an API, and allow offline access in its settings.",
  ],
  sessionCookies: /^tambo-users\.auth0/,
};
