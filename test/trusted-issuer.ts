import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, beforeEach, expect } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import {
  addIssuer,
  type IssuerEntry,
  listIssuers,
  removeIssuer,
} from "#lib/admin/trusted-issuers.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import type { NewIssuer } from "#lib/trust/issuer-input.ts";
import { exchange } from "#test/exchange.ts";
import { startIssuer, type TestIssuer } from "#test/issuer.ts";

export const PROJECT = "default";
export const SECRET = "a shared secret of 32 bytes or more";
export const secretBytes = new TextEncoder().encode(SECRET);
export const now = () => Math.floor(Date.now() / 1_000);

const pair = await generateKeyPair("ES256");
export const publicJwk: JWK = { ...(await exportJWK(pair.publicKey)), kid: "k1" };

/** An issuer that publishes `publicJwk`; the project trusts nobody when a test begins. */
export let issuer: TestIssuer;

export function provideIssuer(): void {
  process.env.ALLOW_LOOPBACK_ISSUERS = "true";
  beforeAll(async () => {
    await defaultProject();
    issuer = await startIssuer("/tenant", [publicJwk]);
  });
  beforeEach(async () => {
    for (const { id } of await listIssuers(PROJECT)) await removeIssuer(PROJECT, id);
  });
}

export async function trustIssuer(input: Partial<NewIssuer> = {}): Promise<IssuerEntry> {
  const usual: NewIssuer = {
    issuer: issuer.issuer,
    audience: "chat",
    algorithms: ["ES256", "HS256"],
  };
  return addIssuer(PROJECT, { ...usual, ...input }, await providerTrust());
}

export const claims = (changes: object = {}) => ({
  iss: issuer.issuer,
  aud: "chat",
  sub: "user-1",
  iat: now(),
  exp: now() + 60,
  ...changes,
});

export function sign(
  changes: object = {},
  alg = "ES256",
  key: CryptoKey | Uint8Array = pair.privateKey,
  header: object = {},
): Promise<string> {
  return new SignJWT(claims(changes)).setProtectedHeader({ alg, ...header }).sign(key);
}

/** Whose token it is, or why it is nobody's; the same the second time, when its signature is remembered. */
export async function judge(token: string): Promise<string> {
  const first = await judgeOnce(token);
  expect(await judgeOnce(token)).toBe(first);
  return first;
}

async function judgeOnce(token: string): Promise<string> {
  const response = await exchange(token);
  const { access_token: accessToken, message } = await response.json();
  if (!accessToken) return `${response.status} ${message}`;
  return JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString()).sub;
}
