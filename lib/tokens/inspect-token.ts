import { isHttpError } from "#lib/http-error.ts";
import { decodeToken, readObject } from "./decode-token.ts";
import { CHECKS, type Check } from "./refuse-token.ts";
import { chooseVerification, verifySubjectToken } from "./subject-token.ts";
import type { TrustPolicy } from "./trust-policy.ts";

export interface InspectedCheck {
  check: Check;
  /** What it asks for, as the end of the sentence "the token …". */
  title: string;
  result: "passed" | "failed" | "not checked";
  /** Of the one that failed: the answer of the exchange, and what would change it. */
  message?: string;
  fix?: string;
}

export interface InspectedToken {
  accepted: boolean;
  /** Whose token it is, where it is accepted. */
  ownerId?: string;
  /** As far as they can be read. */
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  checks: InspectedCheck[];
}

const EXPLAINED: Record<Check, [title: string, fix: string]> = {
  form: [
    "is a signed JWT",
    "Send the token as it was issued: three parts joined by dots, no quotes, no line breaks.",
  ],
  issuer: [
    "comes from a trusted issuer (iss)",
    "Add its iss as a trusted issuer, byte for byte, or take a token of one that is trusted.",
  ],
  algorithm: [
    "is signed with an allowed algorithm (alg)",
    "Allow its alg for this issuer, if the strategy has it, or let the issuer sign with another.",
  ],
  key: [
    "is signed with a key that is known (kid)",
    "See that the issuer's keys can be read and include this kid; a new one is looked for once a minute.",
  ],
  signature: [
    "has the signature of that key",
    "Take the token unchanged from this very issuer; where its key or secret was pasted, paste today's.",
  ],
  type: [
    "is a user token (typ)",
    "Of this app's own tokens only the user token is exchanged: the one that TamboProvider gets.",
  ],
  audience: [
    "is meant for this app (aud)",
    "Ask the issuer for a token with the expected aud, or correct the audience of the issuer here.",
  ],
  party: [
    "was issued to a listed party (azp)",
    "List its azp among the issuer's authorised parties, if that application may act for its users.",
  ],
  time: [
    "is valid now (exp, nbf, iat, auth_time)",
    "Take a new token. If that one fails too, compare the clocks, and give times in seconds.",
  ],
  subject: [
    "names its user (sub)",
    "Let the issuer put a stable user id of at most 255 characters into sub.",
  ],
  person: [
    "stands for a person",
    "Take the token of a user who signed in, not that of a machine or an anonymous visitor.",
  ],
  project: [
    "is for the project of the API key",
    "Use the API key of the project that the token was issued in.",
  ],
  session: ["belongs to a session that goes on", "Sign in again: this session was ended."],
};

/**
 * Judges a token as an exchange of this moment would, by the very same code, and tells each check in
 * order. Nothing is stored and nothing is logged.
 */
export async function inspectToken(
  token: string,
  project: string,
  trust: TrustPolicy,
): Promise<InspectedToken> {
  const [header, claims] = token.split(".").slice(0, 2).map(readObject);
  const applied: Check[] = ["form", "issuer"];
  try {
    const decoded = decodeToken(token);
    const { checks } = await chooseVerification(decoded, project, trust);
    applied.push(...checks);
    const { ownerId } = await verifySubjectToken(decoded, project, trust);
    return { accepted: true, ownerId, header, claims, checks: explain(applied) };
  } catch (error) {
    const failed = isHttpError(error) && CHECKS.find((check) => check === error.extra.check);
    if (!failed) throw error;
    return { accepted: false, header, claims, checks: explain(applied, failed, error.message) };
  }
}

/** The checks in their order; what comes after the one that failed was not looked at. */
function explain(applied: Check[], failed?: Check, message?: string): InspectedCheck[] {
  const end = failed ? CHECKS.indexOf(failed) : CHECKS.length;
  return CHECKS.map((check, index) => {
    const [title, fix] = EXPLAINED[check];
    if (check === failed) return { check, title, result: "failed", message, fix };
    const isPassed = index < end && applied.includes(check);
    return { check, title, result: isPassed ? "passed" : "not checked" };
  });
}
