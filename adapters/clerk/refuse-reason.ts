import { type Refusal, refuseSession } from "#lib/identity/refuse-session.ts";
import { AHEAD } from "./config.ts";

/** What is no flaw: nobody is signed in, or the token is to be renewed. */
const USUAL =
  /^($|session-token-(and-uat-missing|missing|but-no-client-uat|iat-before-client-uat|expired)|client-uat-but-no-session-token|dev-browser-|primary-|satellite-|active-organization-mismatch)/;

/** By how a reason begins, which check it stands for. */
const CHECKS: [start: string, check: Refusal][] = [
  ...AHEAD.map((reason): [string, Refusal] => [reason, "time"]),
  ["token-invalid-algorithm", "algorithm"],
  ["token-invalid-signature", "signature"],
  ["token-invalid-issuer", "issuer"],
  ["token-invalid-authorized-parties", "party"],
  ["token-type-mismatch", "type"],
  ["token-", "form"],
  ["jwk-kid-mismatch", "key"],
];

/**
 * Throws what refuses a session token that Clerk's SDK takes for none, unless that is usual. A reason
 * that is not in the table, such as keys that cannot be loaded or a wrong secret key, is not the token's.
 */
export function refuseReason(reason: string): void {
  if (USUAL.test(reason)) return;
  const [, check = "unavailable"] = CHECKS.find(([start]) => reason.startsWith(start)) ?? [];
  const flaw = check === "time" ? ": Clerk's clock is over a minute ahead of this server's" : "";
  refuseSession(check, `Clerk's SDK says ${reason}${flaw}`);
}
