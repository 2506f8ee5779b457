import type { CredentialsProblem } from "#adapters/client-contracts.ts";

/** What the form says at once, and the sign-in page after a link. */
export const SECOND_STEP =
  "Your account is protected by a second step, which this page cannot ask for. It was not opened.";
export const TOO_LARGE =
  "Your profile holds more than this app can keep. Shorten it and sign in again.";

export const WRONG_PASSWORD: CredentialsProblem = {
  message: "This e-mail address and password do not belong together.",
};
export const WRONG_ADDRESS: CredentialsProblem = {
  message: "Enter an address like name@example.com.",
  field: "email",
};

/** What every route may answer with. */
const PROBLEMS: Record<string, CredentialsProblem> = {
  SIGN_UP_CLOSED: { message: "No new users can come in here. Ask whoever runs this app." },
  INSUFFICIENT_STORAGE: {
    message: "The server has no room left to store this. The app's operator has to free some.",
  },
  DATABASE_UNAVAILABLE: {
    message: "The database does not answer at the moment. Try again in a few seconds.",
  },
};

/**
 * Posts a form's values to a route of ours; what comes back is what went wrong, in words.
 * `problems` words the codes that the route answers with.
 */
export async function postCredentials(
  path: string,
  body: object,
  problems: Record<string, CredentialsProblem>,
): Promise<CredentialsProblem> {
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
  if (response.status === 429) {
    const minutes = Math.ceil(Number(response.headers.get("retry-after") ?? 60) / 60);
    return {
      message: `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    };
  }
  const { code, message } = Object(await response.json().catch(() => undefined));
  const known = { ...PROBLEMS, ...problems };
  const problem = Object.hasOwn(known, String(code)) ? known[String(code)] : undefined;
  if (!problem) return { message: "The server has a problem. Try again in a moment." };
  return { ...problem, message: problem.message || String(message) };
}
