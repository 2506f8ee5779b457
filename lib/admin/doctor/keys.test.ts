import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { startEmulator as startClerk } from "#e2e/emulators/clerk.ts";
import type { Emulator } from "#e2e/emulators/emulator.ts";
import { serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import { startEmulator } from "#e2e/emulators/supabase.ts";
import { NOWHERE, provideDoctor, startFront } from "#test/doctor.ts";

const { diagnose: diagnoseAll } = provideDoctor();
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ appUrl: NOWHERE });
});
afterAll(() => emulator.stop());

const diagnose = (changes: Record<string, string> = {}) =>
  diagnoseAll({ AUTH_PROVIDER: "supabase", ...emulator.env, ...changes });

const REACH =
  "Correct the provider's variables, of which it is made, or let this machine reach it.";
const SIGN = (algorithms: string) =>
  `Let the provider sign with ${algorithms}: a shared secret, as of HS256, is nothing to verify with.`;

describe("what the provider publishes", () => {
  async function publish(document: unknown) {
    const { url } = await startFront(`${emulator.env.SUPABASE_URL}`, (path, answer) =>
      path.endsWith("/jwks.json") ? new Response(JSON.stringify(document)) : answer,
    );
    const [flaw, ...rest] = await diagnose({ SUPABASE_URL: url });
    expect(rest).toEqual([]);
    return { ...flaw, text: flaw?.text.replace(`${url}/auth/v1/.well-known/jwks.json`, "It") };
  }

  test("are no keys: the project signs by a shared secret", async () => {
    expect(await publish({ keys: [] })).toEqual({
      code: "no-keys",
      level: "problem",
      text: "It has no key that verifies a signature",
      remedy: SIGN("ES256 or RS256"),
    });
  });

  test("are keys of another algorithm", async () => {
    const { publicKey } = await generateKeyPair("Ed25519", { extractable: true });
    expect(await publish({ keys: [{ ...(await exportJWK(publicKey)), kid: "1" }] })).toEqual({
      code: "key-algorithm",
      level: "problem",
      text: "It has no key that verifies ES256 or RS256",
      remedy: SIGN("ES256 or RS256"),
    });
  });

  test("is another issuer than that of the settings, as with a custom domain", async () => {
    const document = { issuer: "https://project.example/auth/v1", jwks_uri: "https://x.example/" };
    const { url } = await startFront(`${emulator.env.SUPABASE_URL}`, (path, answer) =>
      path.endsWith("/openid-configuration") ? Response.json(document) : answer,
    );
    expect(await diagnose({ SUPABASE_URL: url })).toEqual([
      {
        code: "issuer",
        level: "problem",
        text: expect.stringMatching(
          /\/auth\/v1\/.well-known\/openid-configuration is of the issuer https:\/\/project\.example\/auth\/v1, which is not /,
        ),
        remedy:
          "Let the provider's variable name it as it names itself, byte for byte, with its last slash.",
      },
    ]);
  });

  test("is the shared secret itself", async () => {
    expect(await publish({ keys: [{ kty: "oct", k: "c2VjcmV0" }] })).toEqual({
      code: "keys",
      level: "problem",
      text: "It has no key set: a key must be public: one is a shared secret (oct)",
      remedy: REACH,
    });
  });

  test("is no key set", async () => {
    expect(await publish("<html>")).toMatchObject({
      code: "keys",
      text: "It has no key set: keys must be a JWK Set: an object with the list keys",
    });
  });
});

describe("this machine's clock", () => {
  test.each([
    [90, /^This machine's clock is (89|90|91) s ahead of that of 127\.0\.0\.1:\d+$/],
    [-90, /^This machine's clock is (89|90|91) s behind that of 127\.0\.0\.1:\d+$/],
  ])("is off by %i s", async (seconds, text) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1_000 });
    expect(await diagnose()).toEqual([
      {
        code: "clock",
        level: "problem",
        text: expect.stringMatching(text),
        remedy: "Set it by NTP: tokens are judged by it, and 60 s are tolerated.",
      },
    ]);
  });

  test("is right where a cache has kept the answer", async () => {
    const { url } = await startFront(`${emulator.env.SUPABASE_URL}`, (_path, answer) => {
      answer.headers.set("date", new Date(Date.now() - 600_000).toUTCString());
      answer.headers.set("age", "600");
      return answer;
    });
    expect(await diagnose({ SUPABASE_URL: url })).toEqual([]);
  });
});

test("an answer to a key may be any JSON: only a key set with a published key says that it fits", async () => {
  const clerk = await startClerk({ appUrl: NOWHERE });
  onTestFinished(() => clerk.stop());
  const { keys } = await (await fetch(`${clerk.env.CLERK_FAPI_URL}/.well-known/jwks.json`)).json();
  let said: unknown;
  let status = 200;
  const front = await serveOnLoopback(async () => Response.json(said, { status }));
  onTestFinished(front.stop);
  const codes = async (answer: unknown) => {
    said = answer;
    const changes = { ...clerk.env, AUTH_PROVIDER: "clerk", CLERK_API_URL: front.url };
    return (await diagnose(changes)).map(({ code, level }) => `${level}: ${code}`);
  };
  expect(await codes({ keys: [null, "key", ...keys] })).toEqual([]);
  for (const answer of [null, "keys", [], { keys: null }, { keys: [null, {}, { kid: 1 }] }]) {
    expect(await codes(answer)).toEqual(["problem: other-client"]);
  }
  status = 500;
  expect(await codes(null)).toEqual(["warning: client"]);
});
