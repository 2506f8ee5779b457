import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/supabase.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { forge, genuineProviderToken } from "#test/forge.ts";
import { examineToken } from "./examine.ts";

provideDataDir();
process.env.ALLOW_LOOPBACK_ISSUERS = "true";

let emulator: Emulator;
const claims: Record<string, unknown> = {};
const ONE_HOUR = 3_600_000; // milliseconds, what the emulator's tokens live

beforeAll(async () => {
  emulator = await startEmulator({ appUrl: "http://localhost:3000", claims });
  Object.assign(process.env, emulator.env, { AUTH_PROVIDER: "supabase" });
});
afterAll(() => emulator.stop());
beforeEach(() => {
  for (const name of Object.keys(claims)) delete claims[name];
  vi.useRealTimers();
});

/** A token of the provider, as its users get it, that says this besides or instead. */
async function signIn(said: Record<string, unknown> = {}): Promise<string> {
  Object.assign(claims, said);
  const { email, password } = emulator.users.alice;
  const address = `${emulator.env.SUPABASE_URL}/auth/v1/token?grant_type=password`;
  const body = JSON.stringify({ email, password });
  return (await (await fetch(address, { method: "POST", body })).json()).access_token;
}

/** Nothing of the token is repeated, not even a part of it. */
async function judge(token: string) {
  const findings = await examineToken(token, await providerTrust());
  for (const part of token.trim().split(".")) {
    expect(JSON.stringify(findings)).not.toContain(part);
  }
  return findings;
}

const found = (check: string, message: string, remedy: string) => ({
  code: `token-${check}`,
  level: "problem",
  text: `subject_token ${message}`,
  remedy,
});

test("a token that the exchange accepts, with the line's end that came along", async () => {
  expect(await judge(`${await signIn()}\n`)).toEqual([
    {
      code: "token",
      level: "fine",
      text: expect.stringMatching(/^The exchange accepts the token, of the owner [\w-]{22}$/),
    },
  ]);
});

test("one of another issuer", async () => {
  expect(await judge(await signIn({ iss: "https://other.example" }))).toEqual([
    found(
      "issuer",
      "has an issuer (iss) that this project does not trust",
      "Add its iss as a trusted issuer, byte for byte, or take a token of one that is trusted.",
    ),
  ]);
});

test("one of nobody in particular", async () => {
  expect(await judge(await signIn({ is_anonymous: true }))).toEqual([
    found(
      "person",
      "has a claim that is refused (is_anonymous=true)",
      expect.stringMatching(/^Take a user's own access or ID token: /),
    ),
  ]);
});

test("one that the password alone got, of a user with a second factor", async () => {
  const token = await signIn();
  claims.factors = [{ factor_type: "totp", status: "verified" }];
  expect(await judge(token)).toEqual([
    found(
      "person",
      "was got without the second factor of its user (aal)",
      expect.stringMatching(/^Take a user's own access or ID token: /),
    ),
  ]);
});

test("one that has expired", async () => {
  const token = await signIn();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * ONE_HOUR });
  expect(await judge(token)).toEqual([
    found("time", "has expired", expect.stringMatching(/^Take a new token\. /)),
  ]);
});

test("one with the signature of another", async () => {
  const [token, other] = [await signIn(), await signIn()].map((text) => text.split("."));
  const mixed = [...(token?.slice(0, 2) ?? []), other?.[2]].join(".");
  expect(await judge(mixed)).toEqual([
    found(
      "signature",
      "has a signature that its issuer's key did not make",
      expect.stringMatching(/^Take the token unchanged from this very issuer; /),
    ),
  ]);
});

test("one that is none", async () => {
  expect(await judge("access_token")).toEqual([
    found(
      "form",
      "is not a signed JWT",
      "Send the token as it was issued: three parts joined by dots, no quotes, no line breaks.",
    ),
  ]);
});

test("one for another audience, signed with a key that is not published: both are told", async () => {
  const genuine = await genuineProviderToken();
  const aud = { claims: { aud: "other" } };
  const audience = found(
    "audience",
    "must have the aud chat-api",
    "Ask the issuer for a token with the expected aud, or correct the audience of the issuer here.",
  );
  expect(await judge(await forge(genuine, aud))).toEqual([audience]);
  expect(await judge(await forge(genuine, { ...aud, header: { kid: "gone" } }))).toEqual([
    found(
      "key",
      "is signed with a key that its issuer does not publish (kid)",
      expect.stringMatching(/^See that the issuer's keys can be read and include this kid; /),
    ),
    audience,
  ]);
});
