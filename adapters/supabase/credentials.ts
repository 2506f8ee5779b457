import type { CredentialsClient, CredentialsProblem } from "../client-contracts.ts";
import { postCredentials, SECOND_STEP, TOO_LARGE } from "../shared/post-credentials.ts";

const HAS_ACCOUNT: CredentialsProblem = {
  message: "This address has an account. Sign in instead.",
  field: "email",
};
const WRONG_ADDRESS: CredentialsProblem = {
  message: "Enter an address like name@example.com.",
  field: "email",
};

/** By Supabase's error codes, and ours. */
export const PROBLEMS: Record<string, CredentialsProblem> = {
  invalid_credentials: { message: "This e-mail address and password do not belong together." },
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
  signup_disabled: { message: "New accounts cannot be created here." },
  otp_disabled: { message: "There is no account with this address.", field: "email" },
  factor: { message: SECOND_STEP },
  size: { message: TOO_LARGE },
  user_banned: { message: "This account is blocked." },
  unreachable: { message: "Sign-in is not reachable right now. Try again in a moment." },
};

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => postCredentials("/auth/sign-in", { email, password }, PROBLEMS),
  signUp: (values) => postCredentials("/auth/sign-up", values, PROBLEMS),
  sendLink: (email) => postCredentials("/auth/link", { email }, PROBLEMS),
};
