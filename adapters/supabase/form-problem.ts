import type { Session } from "@supabase/supabase-js";
import { HttpError } from "#lib/base/http/http-error.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { PROBLEMS } from "./credentials.ts";

/** An error of the SDK's, or what a session lacks here. */
export type Problem = { code?: string; status?: number; message?: string } | null;

export type Tokens = Pick<Session, "access_token" | "refresh_token">;

export interface Opened {
  /** `redirectType` is "recovery" after a mail about a forgotten password. */
  data: { session: Tokens | null; redirectType?: string | null };
  error: Problem;
}

/** Why a link opens nothing where another one would. */
const OF_LINK = new Set([
  "bad_code_verifier",
  "flow_state_expired",
  "flow_state_not_found",
  "otp_expired",
  "pkce_code_verifier_not_found",
]);
const WORDS_OF_LINK = new Set(["factor", "size", "link", "refused", "unconfirmed"]);
/** What was entered is wrong: 401, as everywhere here, so that it counts as an attempt. */
const WRONG = new Set(["invalid_credentials", "mfa_verification_failed", "otp_expired"]);

/** What the form is answered. */
export function toFormError(problem: NonNullable<Problem>): HttpError {
  const { code, status = 0 } = problem;
  if (code === undefined || !Object.hasOwn(PROBLEMS, code)) say(problem);
  const ours = code === "other_browser" ? problem.message : undefined;
  const message = ours ?? "Supabase did not sign this visitor in";
  // Without a code Supabase refuses the app's key and not the visitor, even with the status 401.
  if (code === undefined) return new HttpError(503, "unreachable", message);
  if (WRONG.has(code)) return new HttpError(401, code, message);
  return new HttpError(status >= 400 ? status : 503, code, message);
}

/** The page for a visitor whose link, or whose way back from a provider's page, opened nothing. */
export function whereTo(problem: NonNullable<Problem>): string {
  const { code = "" } = problem;
  const { goTo } = PROBLEMS[code] ?? {};
  return goTo ?? `/sign-in?problem=${readLinkProblem(problem)}`;
}

/** Which words the sign-in page has for it. */
export function readLinkProblem(problem: NonNullable<Problem>): string {
  const { code = "" } = problem;
  if (OF_LINK.has(code)) return "link";
  if (WORDS_OF_LINK.has(code)) return code;
  say(problem);
  return "unavailable";
}

/** What Supabase says of a sign-in by a mail, or at a provider, that did not come about. */
export function readLedBack(searchParams: URLSearchParams): NonNullable<Problem> {
  const code = searchParams.get("error_code") ?? "";
  if (code === "provider_email_needs_verification") return { code: "unconfirmed" };
  if (OF_LINK.has(code)) return { code };
  const error = searchParams.get("error");
  // Anybody can write an address: its words are not for the log.
  if (error === "server_error") return { message: "it says server_error" };
  return { code: error ? "refused" : "link" };
}

/** Logs what the visitor did not cause. A message with a code is left out, because it may quote an address. */
function say({ code, status, message }: NonNullable<Problem>): void {
  const reason = code ?? message;
  sayOncePerMinute(`Supabase did not sign a visitor in: ${status || "no answer"}, ${reason}`);
}
