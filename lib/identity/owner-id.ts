import { hash } from "node:crypto";
import { appEnv } from "#lib/base/env.ts";
import type { TokenRules } from "#lib/trust/trust-policy.ts";
import { refuseToken } from "./token-flaw.ts";

const LENGTH = 22; // characters
/** The owner namespace of those who chat without an account. */
export const GUESTS = "guest";
const OF_GUESTS = "guest_";

/**
 * The id of the user that threads belong to: 22 base64url characters (132 bits) of a hash, so it is
 * derived without a look-up and says nothing about the person. A guest's begins with `guest_`, and has 96 bits.
 */
export function ownerId(project: string, namespace: string, subject: string): string {
  const id = shortHash([project, namespace, subject]);
  return namespace === GUESTS ? (OF_GUESTS + id).slice(0, LENGTH) : id;
}

/**
 * A user as an owner of threads: in an organisation, or without one. Sessions are the user's in all of
 * them, so what ends sessions goes by `personalId`, the owner id without one.
 */
export interface Owner {
  ownerId: string;
  /** Absent: the same. */
  personalId?: string;
}

/** The owner of what a user has in an organisation or, without one, of what is the user's alone. */
export function ownerIn(
  project: string,
  namespace: string,
  subject: string,
  organization?: string,
): Owner {
  const personalId = ownerId(project, namespace, subject);
  if (organization === undefined) return { ownerId: personalId };
  return { ownerId: shortHash([project, namespace, subject, organization]), personalId };
}

/** Whether threads are a guest's. */
export const isGuest = (ownerId: string) => ownerId.startsWith(OF_GUESTS);

/** The `sid` of tokens. It does not reveal the provider's session id. */
export function sidOf(owner: string, sessionId: string): string {
  return shortHash([owner, sessionId]);
}

// JSON keeps the parts apart: no two lists of strings have the same text.
function shortHash(parts: string[]): string {
  return hash("sha256", JSON.stringify(parts), "base64url").slice(0, LENGTH);
}

type Claims = Record<string, unknown>;

const LONGEST = 255; // characters (OpenID Connect Core 1.0 §2)

export const readSubject = ({ sub }: Claims) => readIdentifier("sub", sub);

/** The organisation that the user of a provider's token acts in; undefined for none, and while owners are users. */
export function readOrganization(claims: Claims, rules: Partial<TokenRules>): string | undefined {
  if (!rules.readOrganization) return undefined;
  return checkOrganization(rules.readOrganization(claims));
}

/** What a provider says of the organisation; null: there is none. While owners are users it does not matter. */
export function checkOrganization(said: unknown): string | undefined {
  if (appEnv().OWNER_SCOPE === "user" || said === null) return undefined;
  return readIdentifier("claim org_id", said);
}

/** What is not well-formed could get the same hash as something else, and so the same owner. */
function readIdentifier(claim: string, value: unknown): string {
  if (typeof value !== "string" || value === "") {
    return refuseToken("subject", `lacks a valid ${claim}`);
  }
  if (value.length > LONGEST) {
    return refuseToken("subject", `has a ${claim} of more than ${LONGEST} characters`);
  }
  if (/\p{Cc}/u.test(value) || !value.isWellFormed()) {
    return refuseToken("subject", `has a ${claim} with characters that no identifier has`);
  }
  return value;
}
