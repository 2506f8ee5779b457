import type { About } from "../contracts.ts";

export const about: About = {
  name: "clerk",
  label: "Clerk",
  documentation: "https://clerk.com/docs/quickstarts/nextjs",
  variables: [
    {
      name: "CLERK_PUBLISHABLE_KEY",
      text: "pk_test_… or pk_live_…, in Clerk’s dashboard → Configure → API keys",
    },
    { name: "CLERK_SECRET_KEY", text: "sk_test_… or sk_live_…, in the same place" },
    {
      name: "CLERK_JWT_TEMPLATE",
      text: 'Name of a JWT template whose claims are { "aud": "tambo-users" }. Its tokens are then the only ones accepted',
      isOptional: true,
    },
  ],
  setUp: [
    "In Clerk’s dashboard create an application whose users sign in with e-mail address and password.",
  ],
  // `__client` only names the browser and stays, as with Clerk's own sign-out.
  sessionCookies: /^__(session|client_uat|refresh)(_[\w-]+)?$/,
};
