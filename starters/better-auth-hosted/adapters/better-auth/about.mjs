// @ts-check

const variables = {
  DATABASE_URL:
    "postgres://…: a PostgreSQL for users and sessions; without it, on your machine, they are in the folder .data",
  SMTP_URL:
    "a mail server, such as smtp://user:password@smtp.example.com:587; without it nobody can choose a new password",
  MAIL_FROM: "with SMTP_URL: whom mails are from, such as App <app@example.com>",
  GOOGLE_CLIENT_ID:
    "“Client ID” in Google Cloud console → Google Auth Platform → Clients → your web application",
  GOOGLE_CLIENT_SECRET: "its “Client secret”",
  GITHUB_CLIENT_ID: "“Client ID” in GitHub → Settings → Developer settings → OAuth Apps → your app",
  GITHUB_CLIENT_SECRET: "its client secret",
};

/** @satisfies {import("#adapters/contracts.ts").About} */
export const about = {
  name: "better-auth",
  label: "Better Auth",
  documentation: "https://www.better-auth.com/docs",
  variables,
  secrets: ["DATABASE_URL", "SMTP_URL", "GOOGLE_CLIENT_SECRET", "GITHUB_CLIENT_SECRET"],
  optional: Object.keys(variables),
  setUp: [
    "Nothing: Better Auth is part of the app. Its options are in `adapters/better-auth/auth.ts`.",
    "For sign-in with Google or GitHub, create a client there, whose callback address is `APP_URL/auth/callback/google` (`…/github`), and set its two variables.",
  ],
  ownTokenToPage: false,
  organisations: false,
  needsDatabase: true,
  packages: ["better-auth", "drizzle-orm", "nodemailer", "pg"],
  sessionCookies: /^better-auth\./,
};
