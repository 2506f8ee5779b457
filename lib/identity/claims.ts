import { createHash } from "node:crypto";
import {
  fitsRule,
  type TokenRules,
  USUAL_TYPES,
  USUALLY_REFUSED,
} from "#lib/trust/trust-policy.ts";
import { type Check, refuseToken } from "./token-flaw.ts";

type Members = Record<string, unknown>;

export interface DecodedToken {
  token: string;
  header: Members;
  /** The claims, of which nothing is verified yet. */
  claims: Members;
}

/** What header and claims of a genuine token say, by a trust policy or as this app's own tokens do. */
export interface ClaimRules extends Partial<TokenRules> {
  /** For this app's own tokens, which name owner and session themselves, and say when both began. */
  own?: { project?: string };
  clock?: typeof USUAL_CLOCK;
}

/** A check that takes nothing but the token itself. `run` throws OAuthError. */
export interface ClaimCheck {
  check: Check;
  run: () => unknown;
}

/**
 * Seconds by which the clock of an issuer may be ahead of this machine's, and for which a token is
 * accepted after its end: what it takes to arrive.
 */
const USUAL_CLOCK = { early: 60, late: 5 };
const LONGEST_SUBJECT = 255; // characters (OpenID Connect Core 1.0 §2)

/** What a token has to say by these rules, in the order of judgement. */
export function claimChecks(
  { header, claims }: DecodedToken,
  rules: ClaimRules = {},
  at = new Date(),
): ClaimCheck[] {
  const { types, audience, authorizedParties, clientIds, refuse, own } = rules;
  const checks: ClaimCheck[] = [];
  const add = (check: Check, run: () => unknown) => checks.push({ check, run });
  add("type", () => checkType(header, types));
  if (typeof audience === "string") add("audience", () => checkAudience(claims, audience));
  if (authorizedParties) add("party", () => checkParty(claims, "azp", authorizedParties));
  if (clientIds) add("party", () => checkParty(claims, "client_id", clientIds));
  add("time", () => readTimes(claims, rules, at));
  add("subject", () => readSubject(claims));
  if (!own) add("person", () => checkPerson(claims, refuse));
  const project = own?.project;
  if (project) add("project", () => checkProject(claims, project));
  return checks;
}

export interface VerifiedToken {
  subject: string;
  sessionId: string;
  /** Seconds, as in all of these. Where nothing tells it, the token's issue counts as authentication. */
  authTime: number;
  /** Undefined where the token names its session, but not when that began: `iat` is its latest renewal. */
  sessionStart: number | undefined;
  expiresAt: number;
  /** Who acts as this user, where the token says that it is somebody else. */
  actor: string | undefined;
}

/** What a token says about its user, once it has passed every check. Throws OAuthError. */
export function readClaims(decoded: DecodedToken, rules: ClaimRules, at: Date): VerifiedToken {
  for (const { run } of claimChecks(decoded, rules, at)) run();
  const { claims } = decoded;
  const lacking = rules.own && ["sid", "jti"].find((name) => typeof claims[name] !== "string");
  if (lacking) return refuseToken("session", `lacks a valid ${lacking}`);
  const { exp, iat, authTime, since } = readTimes(claims, rules, at);
  const isNamed = readNamedSession(claims) !== undefined;
  return {
    subject: readSubject(claims),
    sessionId: readSessionId(decoded),
    authTime: since,
    sessionStart: authTime ?? (isNamed ? undefined : iat),
    expiresAt: exp,
    actor: readActor(claims),
  };
}

/** RFC 8725 §3.11: a kind of token is told by its `typ`. */
export function checkType({ typ }: Members, accepted?: string[] | null): void {
  if (typ === undefined && !accepted) return;
  const types = accepted ?? USUAL_TYPES;
  if (types.some((type) => mediaType(type) === mediaType(typ))) return;
  refuseToken("type", `must have the typ ${types.join(" or ")}`);
}

/** RFC 7515 §4.1.9: letters count alike, and `application/` may be left out. */
function mediaType(typ: unknown): string | undefined {
  return typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : undefined;
}

/** RFC 7519 §4.1.3: a string, or strings of which one is ours. */
function checkAudience({ aud }: Members, expected: string): void {
  const audiences = Array.isArray(aud) ? aud : [aud];
  const isWellFormed = audiences.every((audience) => typeof audience === "string");
  if (isWellFormed && audiences.includes(expected)) return;
  refuseToken("audience", `must have the aud ${expected}`);
}

/** The party that a token was issued to: `azp` (OpenID Connect Core 1.0 §2), `client_id` (RFC 9068 §2.2). */
export function checkParty(claims: Members, claim: "azp" | "client_id", expected: string[]): void {
  if (expected.some((party) => party === claims[claim])) return;
  refuseToken("party", `must have the ${claim} ${expected.join(" or ")}`);
}

/** RFC 7519 §4.1.4 to 4.1.6; `exp` is required. */
function readTimes(
  claims: Members,
  { own, readAuthTime, clock = USUAL_CLOCK }: ClaimRules,
  at: Date,
) {
  const now = at.getTime() / 1_000;
  const exp = readTime(claims, "exp");
  if (exp === undefined) return refuseToken("time", "lacks a valid exp");
  const [notBefore, iat, named] = ["nbf", "iat", "auth_time"].map((name) => readTime(claims, name));
  if (exp + clock.late <= now) refuseToken("time", "has expired");
  const beginnings: [flaw: string, time: number | undefined][] = [
    ["is not valid yet (nbf)", notBefore],
    ["is issued in the future (iat)", iat],
    ["is authenticated in the future (auth_time)", named],
  ];
  for (const [flaw, time = 0] of beginnings) {
    if (time <= now + clock.early) continue;
    const ahead = `${Math.ceil(time - now)} s ahead of this server's clock`;
    refuseToken("time", `${flaw}: it is ${ahead}, and ${clock.early} s are tolerated`);
  }
  const authTime = named ?? readAuthTime?.(claims);
  // Of a token that says nothing about its beginning nobody could tell whether "sign out everywhere" ended it.
  const since = authTime ?? iat;
  if (since === undefined || (own && iat === undefined)) refuseToken("time", "lacks a valid iat");
  if (own && authTime === undefined) refuseToken("time", "lacks a valid auth_time");
  // By a clock that is ahead nobody signed in later than now: whoever signs out everywhere ends it.
  return { exp, iat, authTime, since: own ? since : Math.min(since, now) };
}

/** A NumericDate may have a fraction (RFC 7519 §2); 1e400 is a number to JSON, and none here. */
function readTime(claims: Members, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return refuseToken("time", `lacks a valid ${name}`);
}

/** Of a subject that UTF-8 cannot tell from another one, two people could be one owner. */
function readSubject({ sub }: Members): string {
  if (typeof sub !== "string" || sub === "") return refuseToken("subject", "lacks a valid sub");
  if (sub.length > LONGEST_SUBJECT) {
    return refuseToken("subject", `has a sub of more than ${LONGEST_SUBJECT} characters`);
  }
  if (/\p{Cc}/u.test(sub) || !sub.isWellFormed()) {
    return refuseToken("subject", "has a sub with characters that no identifier has");
  }
  return sub;
}

/** No claim may say that its token is not for whoever it names to act with. */
export function checkPerson(claims: Members, refused?: string[] | null): void {
  const rule = (refused ?? USUALLY_REFUSED).find((one) => fitsRule(claims, one));
  // A service that asked in its own name (RFC 9068 §2.2); some add a suffix.
  const client = ["client_id", "azp", "cid", "appid", "iss"].find((name) => {
    const { [name]: issuedTo, sub } = claims;
    return typeof issuedTo === "string" && (sub === issuedTo || sub === `${issuedTo}@clients`);
  });
  const reason = rule ?? (client && `its sub is its ${client}`);
  if (reason) refuseToken("person", `is no token of a person who signed in (${reason})`);
}

function checkProject({ project }: Members, expected: string): void {
  if (typeof project !== "string") refuseToken("project", "lacks a valid project");
  if (project !== expected) refuseToken("project", "is for another project than x-api-key names");
}

/** Who acts as the user of a token (RFC 8693 §4.1); undefined where it is the user alone. */
export function readActor({ act }: Members): string | undefined {
  if (act === undefined || act === null) return undefined;
  const { sub } = act as Members;
  return typeof sub === "string" && sub !== "" ? sub : "somebody unnamed";
}

/** A token that names no session is a session of its own, whichever signature it bears. */
export function readSessionId({ token, claims }: DecodedToken): string {
  const signed = token.slice(0, token.lastIndexOf("."));
  return readNamedSession(claims) ?? createHash("sha256").update(signed).digest("base64url");
}

function readNamedSession({ sid, session_id }: Members): string | undefined {
  const named = sid ?? session_id;
  return typeof named === "string" && named !== "" ? named : undefined;
}
