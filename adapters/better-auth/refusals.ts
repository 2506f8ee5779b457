import { APIError } from "better-auth/api";
import { parseCookies } from "better-auth/cookies";
import { HttpError } from "#lib/base/http/http-error.ts";
import { processWide } from "#lib/base/process.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { invitationCookie } from "../shared/cookies.ts";

interface Choice {
  name: string;
  email: string;
  password: string;
}

/** zxcvbn's scores go from 0 to 4. Below 2 a password falls to fewer than a million guesses. */
const LEAST_SCORE = 2;
// The time of a look grows with each of these.
/** In characters. What follows makes no password easier. */
const LONGEST_READ = 32;
const LONGEST_OWN = 100;
/** The readings of a password in which digits and signs stand for letters. */
const MOST_READINGS = 20;

/**
 * Whether a password is among those that are tried first: popular or leaked ones, the user's own name or
 * address, and what people make of these so that it passes, such as "P@ssw0rd1!".
 */
export async function isEasyToGuess({ name, email, password }: Choice): Promise<boolean> {
  const own = [email, name].flatMap((text) => {
    const read = text.slice(0, LONGEST_OWN);
    return [read, ...read.split("@"), ...read.split(/[@.\s]+/)];
  });
  const words = own.map((word) => word.slice(0, LONGEST_READ));
  const { score } = (await estimator()).check(password.slice(0, LONGEST_READ), words);
  return score < LEAST_SCORE;
}

/** Throws HttpError 400 for one, with the name of its field. */
export async function refuseEasyPassword(choice: Choice, field = "password"): Promise<void> {
  if (!(await isEasyToGuess(choice))) return;
  const message = `${field}: this password is among the first that are tried`;
  throw new HttpError(400, "PASSWORD_EASY", message);
}

function estimator() {
  return processWide("password-estimator", async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common"),
    ]);
    return new ZxcvbnFactory({
      dictionary,
      graphs: adjacencyGraphs,
      l33tMaxSubstitutions: MOST_READINGS,
    });
  });
}

/** What a person may have at most in characters. An address has no more (RFC 5321 §4.5.3.1). */
const LONGEST = { name: 200, email: 254, image: 2_000 };

/** Names and the like are on every page of their user. */
export function refuseLongTexts(user: Record<string, unknown>): void {
  for (const [field, most] of Object.entries(LONGEST)) {
    const value = user[field];
    if (typeof value !== "string" || value.length <= most) continue;
    throw APIError.from("BAD_REQUEST", {
      code: `${field.toUpperCase()}_TOO_LONG`,
      message: `${field}: must be at most ${most} characters long, not ${value.length}`,
    });
  }
}

/** Also whom another service signs in. Without headers it is no visitor who is made a user. */
export async function refuseNewcomer(headers: Headers | undefined): Promise<void> {
  const invitation = parseCookies(headers?.get("cookie") ?? "").get(invitationCookie());
  if (!headers || !(await identityHooks().isClosedTo(invitation))) return;
  const message = "No new users can come in here";
  throw APIError.from("FORBIDDEN", { code: "SIGN_UP_CLOSED", message });
}
