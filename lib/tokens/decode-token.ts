import { refuseToken } from "./refuse-token.ts";

export interface DecodedToken {
  token: string;
  header: Record<string, unknown>;
  /** The claims, of which nothing is verified yet. */
  claims: Record<string, unknown>;
}

export const LONGEST_TOKEN = 16 * 1_024; // characters
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const ENCRYPTED = /^[\w-]+(\.[\w-]*){4}$/;

type Refuse = (flaw: string) => never;

const refuseSubjectToken: Refuse = (flaw) => refuseToken("form", flaw);

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Takes a JWT in compact serialisation apart (RFC 7519 §7.2, RFC 7515 §7.1), strictly: one token has
 * one spelling. Of names that occur twice the last one counts (RFC 7519 §4). Throws what `refuse`
 * throws, by default OAuthError.
 */
export function decodeToken(token: string, refuse: Refuse = refuseSubjectToken): DecodedToken {
  if (token.length > LONGEST_TOKEN) refuse("is longer than 16 KB");
  if (ENCRYPTED.test(token)) refuse("is encrypted, and a signed JWT is expected");
  if (!SIGNED.test(token)) refuse("is not a signed JWT");
  const [first = "", second = "", signature = ""] = token.split(".");
  const header = readObject(first);
  const claims = readObject(second);
  if (!header || !claims || !isCanonical(signature)) {
    return refuse("is not a signed JWT");
  }
  // RFC 7515 §4.1.11: an extension that must be understood, and none is.
  if ("crit" in header || "b64" in header) refuse("must not have crit or b64");
  if ("kid" in header && typeof header.kid !== "string") {
    refuse("has a kid that is no string");
  }
  return { token, header, claims };
}

/** The JSON object in a segment; undefined when it is anything else. */
export function readObject(segment: string): Record<string, unknown> | undefined {
  if (!isCanonical(segment)) return undefined;
  try {
    const value: unknown = JSON.parse(utf8.decode(Buffer.from(segment, "base64url")));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether base64url has no stray bits (RFC 4648 §3.5): otherwise others could respell a token. */
function isCanonical(segment: string): boolean {
  return Buffer.from(segment, "base64url").toString("base64url") === segment;
}
