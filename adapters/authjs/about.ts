import type { About } from "../contracts.ts";

export const about: About = {
  name: "authjs",
  label: "Google",
  documentation: "https://authjs.dev/getting-started/providers/google",
  variables: [
    {
      name: "AUTH_GOOGLE_ID",
      text: "“Client ID” of your web application in the Google Cloud console → Google Auth Platform → Clients",
    },
    { name: "AUTH_GOOGLE_SECRET", text: "“Client secret”, in the same place" },
  ],
  setUp: [
    "In the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
    "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
  ],
  sessionCookies: /^(tambo-users\.authjs|authjs\.)/,
};
