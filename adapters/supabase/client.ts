import type { Credentials, CredentialsClient, CredentialsProblem } from "../client.ts";

const HAS_ACCOUNT: CredentialsProblem = {
  message: "This address has an account. Sign in instead.",
  field: "email",
};
const WRONG_ADDRESS: CredentialsProblem = {
  message: "Enter an address like name@example.com.",
  field: "email",
};

/** By Supabase's error codes, and ours. */
const PROBLEMS: Record<string, CredentialsProblem> = {
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
  user_banned: { message: "This account is blocked." },
  unreachable: { message: "Sign-in is not reachable right now. Try again in a moment." },
};

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => post("/auth/sign-in", { email, password }),
  signUp: ({ name, email, password }) => post("/auth/sign-up", { name, email, password }),
  sendLink: (email) => post("/auth/link", { email }),
};

async function post(path: string, body: Partial<Credentials>): Promise<CredentialsProblem> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { message: "No connection. Check your network and try again." };
  }
  if (response.ok) return undefined;
  if (response.status === 429) return { message: "Too many attempts. Try again in a minute." };
  const answer: unknown = await response.json().catch(() => undefined);
  const code =
    typeof answer === "object" && answer !== null && "code" in answer ? String(answer.code) : "";
  return PROBLEMS[code] ?? { message: "The server has a problem. Try again in a moment." };
}
