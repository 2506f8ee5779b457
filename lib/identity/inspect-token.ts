import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { type ClaimCheck, claimChecks, type DecodedToken } from "./claims.ts";
import { findPolicy, findSubject } from "./exchange-token.ts";
import { CHECKS, type Check, readFlaw, type TokenFlaw } from "./token-flaw.ts";
import { decodeToken, type Policy, readObject } from "./verify-token.ts";

export interface InspectedCheck {
  check: Check;
  /** What is checked, as the end of the sentence "the token …". */
  title: string;
  result: "passed" | "failed" | "not checked";
  /** If it failed: the answer of the exchange, and what to do about it. */
  message?: string;
  fix?: string;
}

export interface InspectedToken {
  accepted: boolean;
  /** If it is accepted. */
  ownerId?: string;
  /** Undefined if they cannot be read. */
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
    "is of a kind that is exchanged (typ)",
    "Take an access or ID token, or add its typ to those accepted of the issuer. Of this app's own tokens only the user token is exchanged: the one that TamboProvider gets.",
  ],
  audience: [
    "is meant for this app (aud)",
    "Ask the issuer for a token with the expected aud, or correct the audience of the issuer here.",
  ],
  party: [
    "was issued to a listed party (azp, client_id)",
    "List its azp or client_id among those of the issuer, if that application may act for its users.",
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
    "is of a person who signed in, and says nothing that is refused",
    "Take a user's own access or ID token: none of a machine (its sub is its client), and none with one of the issuer's refused claims, which are listed with it here; for the provider REFUSED_CLAIMS adds to them.",
  ],
  project: [
    "is for the project of the API key",
    "Use the API key of the project that the token was issued in.",
  ],
  session: ["belongs to a session that has not ended", "Sign in again: this session was ended."],
};

/**
 * Checks a token by the steps of an exchange, and lists every check in order. The first that fails
 * would end an exchange; the claims are checked all the same. Nothing is stored or logged.
 */
export async function inspectToken(
  token: string,
  project: string,
  trust: TrustPolicy,
): Promise<InspectedToken> {
  const [header, claims] = token.split(".").slice(0, 2).map(readObject);
  let decoded: DecodedToken | undefined;
  let policy: Policy | undefined;
  try {
    decoded = decodeToken(token);
    policy = await findPolicy(decoded, project, async () => trust);
    const { ownerId } = await findSubject(decoded, policy, project);
    return { accepted: true, ownerId, header, claims, checks: explain(decoded, policy) };
  } catch (error) {
    const flaw = readFlaw(error);
    if (!flaw) throw error;
    return { accepted: false, header, claims, checks: explain(decoded, policy, flaw) };
  }
}

/** All checks in order. After the first flaw only the claims are checked. */
function explain(decoded?: DecodedToken, policy?: Policy, first?: TokenFlaw): InspectedCheck[] {
  const end = first ? CHECKS.indexOf(first.check) : CHECKS.length;
  const bySignature: Check[] = policy?.keySet === "none" ? [] : ["algorithm", "key", "signature"];
  const applied: Check[] = ["form", "issuer", ...bySignature, "session"];
  const reached = applied.filter((check) => CHECKS.indexOf(check) < end);
  // Without a policy these are the checks that every token must pass.
  const byClaims = decoded ? claimChecks(decoded, policy) : [];
  const judged = [...reached, ...byClaims.map(({ check }) => check)];
  const flaws = [first, ...byClaims.map(findFlaw)];
  return CHECKS.map((check) => {
    const [title, fix] = EXPLAINED[check];
    const flaw = flaws.find((one) => one?.check === check);
    if (flaw) return { check, title, result: "failed", message: flaw.message, fix };
    return { check, title, result: judged.includes(check) ? "passed" : "not checked" };
  });
}

function findFlaw({ run }: ClaimCheck): TokenFlaw | undefined {
  try {
    run();
  } catch (error) {
    return readFlaw(error);
  }
}
