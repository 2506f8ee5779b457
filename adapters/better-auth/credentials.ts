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
  SECOND_STEP_DUE: { message: "Your account has a second step.", goTo: "/sign-in/code" },
};

const WRONG_CODE = {
  message: "This code is not right, or was used already.",
  field: "code",
} as const;
const TOO_LATE = { message: "The first step is over.", goTo: "/sign-in?problem=step" };
const CODE_PROBLEMS: Record<string, CredentialsProblem> = {
  CROSS_SITE: PROBLEMS.CROSS_SITE,
  INVALID_CODE: WRONG_CODE,
  INVALID_BACKUP_CODE: WRONG_CODE,
  STEP_OVER: TOO_LATE,
  INVALID_TWO_FACTOR_COOKIE: TOO_LATE,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: TOO_LATE,
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
  enterCode: (code) => postCredentials("/auth/sign-in/code", { code }, CODE_PROBLEMS),
  // Loaded when it is used: it is larger than all the rest.
  signInWithPasskey: async () => (await import("./passkey-client.ts")).signInWithPasskey(),
  addPasskey: async (name) => (await import("./passkey-client.ts")).addPasskey(name),
};
