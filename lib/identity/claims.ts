import { hash } from "node:crypto";
import {
  fitsRule,
  type TokenRules,
  USUAL_TYPES,
  USUALLY_REFUSED,
} from "#lib/trust/trust-policy.ts";
import { readOrganization, readSubject } from "./owner-id.ts";
import { type Check, refuseToken } from "./token-flaw.ts";

type Members = Record<string, unknown>;

export interface DecodedToken {
  token: string;
  header: Members;
  /** Not verified yet. */
  claims: Members;
}

/** The rules for a token's header and claims. */
export interface ClaimRules extends Partial<TokenRules> {
  /** For this app's own tokens, which name their owner and session, and the time of authentication. */
  own?: { project?: string };
  clock?: typeof USUAL_CLOCK;
}

/** A check that needs only the token. `run` throws OAuthError. */
export interface ClaimCheck {
  check: Check;
  run: () => unknown;
}

/** Seconds by which an issuer's clock may be `early`, and a token may arrive `late`, after its expiry. */
export const USUAL_CLOCK = { early: 60, late: 5 };

/** The checks of these rules, in order. */
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
  add("subject", () => [readSubject(claims), readOrganization(claims, rules)]);
  if (!own) add("person", () => checkPerson(claims, refuse));
  const project = own?.project;
  if (project) add("project", () => checkProject(claims, project));
  return checks;
}

export interface VerifiedToken {
  subject: string;
  /** Of a provider's token, if it is in one that counts. */
  organization: string | undefined;
  /** Of a token of this app: see `Owner`. */
  personalId: string | undefined;
  sessionId: string;
  /** In seconds, like all of these. Without a time of authentication this is the time of issue. */
  authTime: number;
  /** Undefined if the token names its session but not its start: `iat` is then the latest renewal. */
  sessionStart: number | undefined;
  expiresAt: number;
  /** Who acts as this user, if the token names somebody else. */
  actor: string | undefined;
}

/** Runs every check and returns what the token says about its user. Throws OAuthError. */
export function readClaims(decoded: DecodedToken, rules: ClaimRules, at: Date): VerifiedToken {
  for (const { run } of claimChecks(decoded, rules, at)) run();
  const { claims } = decoded;
  const lacking = rules.own && ["sid", "jti"].find((name) => typeof claims[name] !== "string");
  if (lacking) return refuseToken("session", `lacks a valid ${lacking}`);
  const { exp, iat, authTime, since } = readTimes(claims, rules, at);
  const isNamed = readNamedSession(claims) !== undefined;
  return {
    subject: readSubject(claims),
    organization: readOrganization(claims, rules),
    personalId: rules.own && readText(claims.personal),
    sessionId: readSessionId(decoded),
    authTime: since,
    sessionStart: authTime ?? (isNamed ? undefined : iat),
    expiresAt: exp,
    actor: readActor(claims),
  };
}

/** RFC 8725 §3.11: `typ` tells kinds of tokens apart. */
export function checkType({ typ }: Members, accepted?: string[] | null): void {
  if (typ === undefined && !accepted) return;
  const types = accepted ?? USUAL_TYPES;
  if (types.some((type) => mediaType(type) === mediaType(typ))) return;
  refuseToken("type", `must have the typ ${types.join(" or ")}`);
}

/** RFC 7515 §4.1.9: case does not matter, and `application/` may be left out. */
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
  // Without a beginning nobody could tell whether "sign out everywhere" ended the session.
  const since = authTime ?? iat;
  if (since === undefined || (own && iat === undefined)) refuseToken("time", "lacks a valid iat");
  if (own && authTime === undefined) refuseToken("time", "lacks a valid auth_time");
  // An issuer's clock may be ahead. A time in the future would escape "sign out everywhere".
  return { exp, iat, authTime, since: own ? since : Math.min(since, now) };
}

/** A NumericDate may have a fraction (RFC 7519 §2). JSON parses 1e400 to Infinity, which is refused. */
function readTime(claims: Members, name: string): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return refuseToken("time", `lacks a valid ${name}`);
}

/** Refuses a token that is not meant for a person to act with, or has a refused claim. */
export function checkPerson(claims: Members, refused?: string[] | null): void {
  const rule = (refused ?? USUALLY_REFUSED).find((one) => fitsRule(claims, one));
  if (rule) refuseToken("person", `has a claim that is refused (${rule})`);
  // The token of a service that asked in its own name (RFC 9068 §2.2); some add a suffix.
  const client = ["client_id", "azp", "cid", "appid", "iss"].find((name) => {
    const { [name]: issuedTo, sub } = claims;
    return typeof issuedTo === "string" && (sub === issuedTo || sub === `${issuedTo}@clients`);
  });
  // Entra names a service so. A person's token of Azure AD B2C has these two as well, and a scp or auth_time.
  const { oid, sub, scp, auth_time: time } = claims;
  const service = sub === oid && scp === undefined && time === undefined ? "oid" : client;
  if (service) refuseToken("person", `is of no person who signed in (its sub is its ${service})`);
}

function checkProject({ project }: Members, expected: string): void {
  if (typeof project !== "string") refuseToken("project", "lacks a valid project");
  if (project !== expected) refuseToken("project", "is for another project than x-api-key names");
}

/** Who acts as the user of a token (RFC 8693 §4.1); undefined if nobody but the user does. */
export function readActor({ act }: Members): string | undefined {
  if (act === undefined || act === null) return undefined;
  const { sub } = act as Members;
  return typeof sub === "string" && sub !== "" ? sub : "somebody unnamed";
}

/** The id of a token's session. A token without one is a session of its own; its signature does not count. */
export function readSessionId({ token, claims }: DecodedToken): string {
  const signed = token.slice(0, token.lastIndexOf("."));
  return readNamedSession(claims) ?? hash("sha256", signed, "base64url");
}

function readNamedSession({ sid, session_id }: Members): string | undefined {
  return readText(sid ?? session_id);
}

const readText = (value: unknown) =>
  typeof value === "string" && value !== "" ? value : undefined;
