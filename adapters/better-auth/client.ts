import type { Credentials, CredentialsClient, CredentialsProblem } from "../client.ts";

const PROBLEMS: Record<string, CredentialsProblem> = {
  INVALID_EMAIL_OR_PASSWORD: {
    message: "This e-mail address and password do not belong together.",
  },
  INVALID_ORIGIN: {
    message:
      "This is not the app's own address. Open it at the one its server printed at the start.",
  },
  INVALID_EMAIL: { message: "Enter an address like name@example.com.", field: "email" },
  USER_ALREADY_EXISTS: { message: "This address has an account. Sign in instead.", field: "email" },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    message: "This address has an account. Sign in instead.",
    field: "email",
  },
  PASSWORD_TOO_SHORT: { message: "Use at least 8 characters.", field: "password" },
  PASSWORD_TOO_LONG: { message: "Use at most 128 characters.", field: "password" },
};

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => post("/auth/sign-in/email", { email, password }),
  signUp: ({ name, email, password }) => post("/auth/sign-up/email", { name, email, password }),
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
