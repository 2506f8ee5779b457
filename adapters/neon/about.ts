import type { About } from "../contracts.ts";

export const about: About = {
  name: "neon",
  label: "Neon",
  documentation: "https://neon.com/docs",
  variables: [
    {
      name: "AUTH_GOOGLE_ID",
      text: "“Client ID” of your web application in the Google Cloud console → Google Auth Platform → Clients",
    },
    { name: "AUTH_GOOGLE_SECRET", text: "“Client secret”, in the same place" },
  ],
  setUp: [
    "Create a Neon project, and set DATABASE_URL to its connection string.",
    "In the Google Cloud console → Google Auth Platform → Clients, create a client of the type “Web application”.",
    "Add `APP_URL/auth/callback/google` to its authorised redirect URIs.",
  ],
  sessionCookies: /^(tambo-users\.neon|authjs\.)/,
};
