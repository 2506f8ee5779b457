import { HttpError } from "#lib/base/http/http-error.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { PROBLEMS } from "./credentials.ts";

/** An error of the SDK's, or what a session lacks here. */
export type Problem = { code?: string; status?: number; message?: string } | null;

/** Why a link opens nothing where another one would. */
const OF_LINK = new Set([
  "bad_code_verifier",
  "flow_state_expired",
  "flow_state_not_found",
  "otp_expired",
  "pkce_code_verifier_not_found",
]);
const WORDS_OF_LINK = new Set(["factor", "size", "mail-template", "link"]);

/** What the form is answered. A password that is wrong is 401, as everywhere here. */
export function toFormError(problem: NonNullable<Problem>): HttpError {
  const { code, status = 0 } = problem;
  if (code === undefined || !Object.hasOwn(PROBLEMS, code)) say(problem);
  const message = "Supabase did not sign this visitor in";
  if (code === "invalid_credentials") return new HttpError(401, code, message);
  // Without a code Supabase refuses the app's key and not the visitor, even with the status 401.
  if (code === undefined) return new HttpError(503, "unreachable", message);
  return new HttpError(status >= 400 ? status : 503, code, message);
}

/** Which words the sign-in page has for a link that opened nothing. */
export function readLinkProblem(problem: NonNullable<Problem>): string {
  const { code = "" } = problem;
  if (OF_LINK.has(code)) return "link";
  if (WORDS_OF_LINK.has(code)) return code;
  say(problem);
  return "unavailable";
}

/** Logs what the visitor did not cause. A message with a code is left out, because it may quote an address. */
function say({ code, status, message }: NonNullable<Problem>): void {
  const reason = code ?? message;
  sayOncePerMinute(`Supabase did not sign a visitor in: ${status || "no answer"}, ${reason}`);
}
