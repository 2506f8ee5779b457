import { appEnv } from "#lib/base/env.ts";
import type { TokenRules } from "#lib/trust/trust-policy.ts";
import { refuseToken } from "./token-flaw.ts";

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
