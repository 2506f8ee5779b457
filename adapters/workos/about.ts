import type { About } from "../contracts.ts";

export const about: About = {
  name: "workos",
  label: "WorkOS",
  documentation: "https://workos.com/docs/user-management",
  variables: [
    { name: "WORKOS_CLIENT_ID", text: "client_…, in the WorkOS dashboard → API Keys" },
    { name: "WORKOS_API_KEY", text: "sk_…, in the same place" },
    {
      name: "WORKOS_COOKIE_PASSWORD",
      text: "Seals the session cookie: at least 32 characters, such as `openssl rand -base64 32` makes",
    },
    {
      name: "WORKOS_ISSUER",
      text: "Only with a custom authentication domain: the iss of your access tokens",
      isOptional: true,
    },
  ],
  setUp: [
    "In the WorkOS dashboard → Redirects, add `APP_URL/auth/callback`, and set the sign-out redirect to `APP_URL`.",
  ],
  sessionCookies: /^wos-/,
};
