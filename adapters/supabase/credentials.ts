import type { CredentialsClient, CredentialsProblem } from "../client-contracts.ts";
import {
  postCredentials,
  SECOND_STEP,
  TOO_LARGE,
  WRONG_ADDRESS,
  WRONG_PASSWORD,
} from "../shared/post-credentials.ts";

const HAS_ACCOUNT: CredentialsProblem = {
  message: "This address has an account. Sign in instead.",
  field: "email",
};
const STEP_OVER: CredentialsProblem = { message: "This took too long. Sign in again." };

/** The flaws of a token for which the sign-in page has words. */
const CHECKS =
  "form token issuer algorithm key signature type audience party time subject person".split(" ");
const refusals = CHECKS.map((check): [string, CredentialsProblem] => [
  check,
  { message: "This app does not accept the session.", goTo: `/sign-in?problem=${check}` },
]);

/** By Supabase's error codes, and ours. */
export const PROBLEMS: Record<string, CredentialsProblem> = {
  ...Object.fromEntries(refusals),
  second_step: { message: "A second step is missing.", goTo: "/sign-in/code" },
  new_password: { message: "A new password is missing.", goTo: "/sign-in/new-password" },
  // In the answer's words, which name the account.
  other_browser: { message: "" },
  step_over: STEP_OVER,
  session_not_found: STEP_OVER,
  mfa_verification_failed: { message: "This code is wrong, or another one by now.", field: "code" },
  otp_expired: { message: "This is wrong, has expired or was used. Ask for a new mail." },
  invalid_credentials: WRONG_PASSWORD,
  email_not_confirmed: { message: "Open the link in the mail that was sent to you, then sign in." },
  confirmation_sent: { message: "Almost there: open the link in the mail that was sent to you." },
  email_exists: HAS_ACCOUNT,
  user_already_exists: HAS_ACCOUNT,
  email_address_invalid: WRONG_ADDRESS,
  validation_failed: WRONG_ADDRESS,
  weak_password: {
    message: "This password is too easy to guess. Use a longer one.",
    field: "password",
  },
  same_password: { message: "Choose another password than before.", field: "password" },
  signup_disabled: { message: "New accounts cannot be created here." },
  otp_disabled: { message: "There is no account with this address.", field: "email" },
  factor: { message: SECOND_STEP },
  size: { message: TOO_LARGE },
  user_banned: { message: "This account is blocked." },
  unreachable: { message: "Sign-in is not reachable right now. Try again in a moment." },
};

const post = (path: string, body: Record<string, string | undefined>) =>
  postCredentials(`/auth/${path}`, body, PROBLEMS);

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => post("sign-in", { email, password }),
  signUp: (values, returnTo) => post("sign-up", { ...values, returnTo }),
  sendLink: (email, returnTo) => post("link", { email, returnTo }),
  enterMailCode: (email, code) => post("mail-code", { email, code }),
  confirmLink: (token, type) => post("confirm", { token, type }),
  enterCode: (code) => post("code", { code }),
  requestReset: (email, returnTo) => post("reset", { email, returnTo }),
  setPassword: (password) => post("new-password", { password }),
};
