import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { startEmulator } from "#e2e/emulators/supabase.ts";
import { FACTORS } from "#e2e/emulators/supabase-factors.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";

provideDataDir();

let emulator: Emulator;
const claims: Record<string, unknown> = {};
beforeAll(async () => {
  emulator = await startEmulator({ appUrl: "http://localhost:3000", claims });
  Object.assign(process.env, emulator.env, { AUTH_PROVIDER: "supabase" });
});
afterAll(() => emulator.stop());
beforeEach(() => {
  delete claims.factors;
});

/** Past this app, at Supabase itself, as anybody can who knows the project's public key. */
async function ask(path: string, body: object, token?: string) {
  const headers = { authorization: `Bearer ${token}` };
  const sent = { method: "POST", headers, body: JSON.stringify(body) };
  return (await fetch(`${emulator.env.SUPABASE_URL}/auth/v1/${path}`, sent)).json();
}

async function signIn(): Promise<string> {
  const { email, password } = emulator.users.alice;
  return (await ask("token?grant_type=password", { email, password })).access_token;
}

async function enterCode(token: string): Promise<string> {
  const factor = `factors/${FACTORS[0]?.id}`;
  const { id: challenge_id } = await ask(`${factor}/challenge`, {}, token);
  const code = await (await fetch(`${emulator.env.SUPABASE_URL}/authenticator`)).text();
  return (await ask(`${factor}/verify`, { challenge_id, code }, token)).access_token;
}

async function outcome(token: string) {
  const answer = await exchange(token);
  const { error, error_description } = await answer.json();
  return answer.ok ? [answer.status] : [answer.status, error, error_description];
}

test("a token is exchanged of a user without a second factor, or with it", async () => {
  const token = await signIn();
  expect(await outcome(token)).toEqual([200]);
  claims.factors = FACTORS;
  expect(await outcome(await enterCode(token))).toEqual([200]);
});

test.each([
  ["an authenticator app", FACTORS],
  ["a telephone", [{ factor_type: "phone", status: "verified" }]],
])("what a password alone got is not exchanged once its user has %s", async (_, factors) => {
  const token = await signIn();
  claims.factors = factors;
  expect(await outcome(token)).toEqual([
    400,
    "invalid_request",
    "subject_token was got without the second factor of its user (aal)",
  ]);
  claims.factors = [{ factor_type: "totp", status: "unverified" }];
  expect(await outcome(token)).toEqual([200]);
});

test("a token whose session Supabase has ended is not exchanged", async () => {
  const token = await signIn();
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`${emulator.env.SUPABASE_URL}/auth/v1/logout`, { method: "POST", headers });
  expect(await outcome(token)).toEqual([
    400,
    "invalid_request",
    "subject_token belongs to a session that Supabase has ended",
  ]);
});

test("while Supabase cannot be asked, none is exchanged that was got without", async () => {
  const token = await signIn();
  claims.factors = FACTORS;
  const raised = await enterCode(token);
  expect(await outcome(raised)).toEqual([200]);
  await emulator.stop();
  expect(await outcome(raised)).toEqual([200]);
  expect(await outcome(token)).toEqual([
    503,
    "temporarily_unavailable",
    "the provider cannot be asked about this token at the moment",
  ]);
});
