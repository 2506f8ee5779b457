import type { CredentialsClient, CredentialsProblem } from "../client-contracts.ts";
import { postCredentials, WRONG_ADDRESS, WRONG_PASSWORD } from "../shared/post-credentials.ts";

const PROBLEMS: Record<string, CredentialsProblem> = {
  INVALID_EMAIL_OR_PASSWORD: WRONG_PASSWORD,
  OTHER_WAY: { message: "This account has no password: sign in by the service that you used." },
  CROSS_SITE: {
    message:
      "This is not the app's own address. Open it at the one its server printed at the start.",
  },
  INVALID_EMAIL: WRONG_ADDRESS,
  PASSWORD_EASY: {
    message: "This password is among the first that are tried. Use another one.",
    field: "password",
  },
  EMAIL_TOO_LONG: { message: "Use an address of at most 254 characters.", field: "email" },
  NAME_TOO_LONG: { message: "Use at most 200 characters.", field: "name" },
  PASSWORD_TOO_SHORT: { message: "Use at least 8 characters.", field: "password" },
  PASSWORD_TOO_LONG: { message: "Use at most 128 characters.", field: "password" },
  EMAIL_NOT_VERIFIED: {
    message: "Your address is not confirmed yet. Open the link in the mail that was sent to you.",
  },
  CONFIRMATION_SENT: {
    message: "Almost there: open the link in the mail that was sent to you, and sign in there.",
  },
  MAIL_UNAVAILABLE: { message: "The mail could not be sent. Try again in a moment." },
  VALIDATION_ERROR: WRONG_ADDRESS,
  INVALID_TOKEN: {
    message:
      "This link has expired, was used already or was asked for in another browser. Ask for a new one.",
  },
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

const post = (path: string, values: object, problems = PROBLEMS) =>
  postCredentials(path, values, problems);

/** What the sign-in page has in its address; `confirm` is of a mail that confirms another. */
function ofPage() {
  const { confirm, returnTo } = Object.fromEntries(new URLSearchParams(location.search));
  return { confirm, returnTo };
}

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => post("/auth/sign-in/email", { ...ofPage(), email, password }),
  signUp: (values, returnTo) =>
    post("/auth/sign-up/email", { ...values, returnTo }, SIGN_UP_PROBLEMS),
  sendLink: (email, returnTo) => post("/auth/sign-in/magic-link", { email, returnTo }),
  confirmLink: (token, type) =>
    post(type === "address" ? "/auth/verify-email" : "/auth/magic-link/verify", { token }),
  requestReset: (email, returnTo) => post("/auth/request-password-reset", { email, returnTo }),
  setPassword: (password, token) => post("/auth/reset-password", { password, token }),
  enterCode: (code) => post("/auth/sign-in/code", { code }, CODE_PROBLEMS),
  // Loaded when it is used: it is larger than all the rest.
  signInWithPasskey: async () => (await import("./passkey-client.ts")).signInWithPasskey(),
  addPasskey: async (name) => (await import("./passkey-client.ts")).addPasskey(name),
};
