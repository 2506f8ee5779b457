// @ts-check

const variables = {
  SMTP_URL:
    "a mail server, such as smtp://user:password@smtp.example.com:587; without it there is no mail",
  MAIL_FROM: "with SMTP_URL: whom mails are from, such as App <app@example.com>",
  GOOGLE_CLIENT_ID:
    "“Client ID” in Google Cloud console → Google Auth Platform → Clients → your web application",
  GOOGLE_CLIENT_SECRET: "its “Client secret”",
  GITHUB_CLIENT_ID: "“Client ID” in GitHub → Settings → Developer settings → OAuth Apps → your app",
  GITHUB_CLIENT_SECRET: "its client secret",
  MICROSOFT_CLIENT_ID:
    "“Application (client) ID” in Microsoft Entra admin center → App registrations → your app",
  MICROSOFT_CLIENT_SECRET: "a secret of Certificates & secrets there",
  MICROSOFT_TENANT_ID: "“Directory (tenant) ID” there, if only one directory's people may come in",
  APPLE_CLIENT_ID: "the identifier of your Services ID in Apple's developer account",
  APPLE_CLIENT_SECRET:
    "a JWT that you sign with your key of Sign in with Apple; it lasts six months at most",
};

/** @satisfies {import("../contracts.ts").About} */
export const about = {
  name: "better-auth",
  label: "Better Auth",
  documentation: "https://www.better-auth.com/docs",
  variables,
  secrets: Object.keys(variables).filter((name) => /^SMTP_URL$|_SECRET$/.test(name)),
  optional: Object.keys(variables),
  setUp: [
    "Nothing: Better Auth is part of the app.",
    "For mail, set SMTP_URL and MAIL_FROM.",
    "For sign-in with Google, GitHub, Microsoft or Apple, create a client there, whose callback address is `/auth/callback/google` of the app (`…/github`, `…/microsoft`, `…/apple`), and set its two variables.",
  ],
  ownTokenToPage: false,
  organisations: true,
  verifiesNoAddress: ["SMTP_URL", "GOOGLE_CLIENT_ID", "GITHUB_CLIENT_ID", "APPLE_CLIENT_ID"],
  needsDatabase: true,
  packages: [
    "better-auth",
    "@better-auth/passkey",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "nodemailer",
  ],
  externalPackages: ["better-auth", "@better-auth/passkey", "nodemailer"],
  sessionCookies: /^better-auth\./,
  sdkAddresses:
    /^((NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(AUTH|BETTER_AUTH)_URL|BETTER_AUTH_TRUSTED_ORIGINS)$/,
};
