import type { CredentialsClient, CredentialsProblem } from "../client-contracts.ts";
import { postCredentials } from "../shared/post-credentials.ts";

const PROBLEMS: Record<string, CredentialsProblem> = {
  INVALID_EMAIL_OR_PASSWORD: {
    message: "This e-mail address and password do not belong together.",
  },
  CROSS_SITE: {
    message:
      "This is not the app's own address. Open it at the one its server printed at the start.",
  },
  INVALID_EMAIL: { message: "Enter an address like name@example.com.", field: "email" },
  PASSWORD_EASY: {
    message: "This password is among the first that are tried. Use another one.",
    field: "password",
  },
  EMAIL_TOO_LONG: { message: "Use an address of at most 254 characters.", field: "email" },
  NAME_TOO_LONG: { message: "Use at most 200 characters.", field: "name" },
  PASSWORD_TOO_SHORT: { message: "Use at least 8 characters.", field: "password" },
  PASSWORD_TOO_LONG: { message: "Use at most 128 characters.", field: "password" },
};

/** Without mail, the form shows whether an address has an account: a new one is signed in to at once. */
const SIGN_UP_PROBLEMS: Record<string, CredentialsProblem> = {
  ...PROBLEMS,
  INVALID_EMAIL_OR_PASSWORD: {
    message:
      "No account could be made with this address. If it is yours already, sign in with its password.",
    field: "email",
  },
};

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) =>
    postCredentials("/auth/sign-in/email", { email, password }, PROBLEMS),
  signUp: (values) => postCredentials("/auth/sign-up/email", values, SIGN_UP_PROBLEMS),
};
