import { execFileSync } from "node:child_process";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { PROVIDERS } from "#adapters/abouts.mjs";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { verifyProviderToken } from "#lib/identity/verify-token.ts";
import { USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";
import { contract, type Row } from "#test/contract-table.ts";
import { provideDataDir } from "#test/data-dir.ts";
import type { SessionAdapter, TrustPolicy } from "./contracts.ts";

provideDataDir();
appEnv(); // Before the rows' variables, of which one is a database.

const ASYMMETRIC = /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/;
const RESERVED_NAMESPACES = ["user-key", "guest", "unverified"];

test("the table has the seven providers, and each registered one is among them", () => {
  expect(Object.keys(contract)).toHaveLength(7);
  expect(Object.keys(contract)).toEqual(expect.arrayContaining([...PROVIDERS]));
});

describe.each([...PROVIDERS])("the adapter %s", (provider) => {
  const row = contract[provider] as Row;
  Object.assign(process.env, row.variables);
  const fill = (text: string) =>
    Object.entries({
      APP_URL: appEnv().APP_URL,
      FRONTEND_API_HOST: "clerk.shop.example",
      ...row.variables,
    }).reduce((filled, [name, value]) => filled.replace(name, value), text);
  const readTrust = async (): Promise<TrustPolicy> =>
    (await import(`./${provider}/trust.ts`)).trust();

  test("says where each missing variable is found", async () => {
    const refusals: Record<string, string> = {};
    for (const [name, value] of Object.entries(row.variables ?? {})) {
      delete process.env[name];
      await readTrust().catch((error: Error) => {
        refusals[name] = error.message;
      });
      process.env[name] = value;
    }
    const found = Object.entries(row.found ?? {}).map(([name, where]) => [
      name,
      expect.stringMatching(`^The configuration is not usable:\n  - ${name}: .*${where}`),
    ]);
    expect(refusals).toEqual(Object.fromEntries(found));
  });

  test("trusts the issuer and audience of the table", async () => {
    const { issuer, audience, ownerNamespace } = await readTrust();
    expect(issuer).toBe(fill(row.issuer));
    expect(ownerNamespace).toBe(fill(row.ownerNamespace));
    expect(audience ?? row.audience).toBe(fill(row.audience));
  });

  test("cannot be confused with our own tokens, nor with other apps of its provider", async () => {
    const { issuer, audience, authorizedParties = [] } = await readTrust();
    expect(new URL(issuer).href).toContain(issuer);
    expect(issuer).not.toBe(appEnv().APP_URL);
    const isBound = audience !== null || (authorizedParties ?? []).length > 0;
    expect(isBound || row.audience.startsWith("none: the issuer names the client")).toBe(true);
  });

  test("accepts asymmetric algorithms only", async () => {
    const { algorithms } = await readTrust();
    expect(algorithms).not.toEqual([]);
    for (const algorithm of algorithms) expect(algorithm).toMatch(ASYMMETRIC);
  });

  test("names its owners independently of our own address", async () => {
    const { ownerNamespace } = await readTrust();
    expect(ownerNamespace).not.toBe("");
    expect(ownerNamespace).not.toContain(new URL(appEnv().APP_URL).host);
    expect(RESERVED_NAMESPACES).not.toContain(ownerNamespace);
  });

  test("has keys at an address, or public keys of its own", async () => {
    const { keys } = await readTrust();
    const published = keys instanceof URL ? [] : (await keys()).keys;
    for (const key of published) expect(key).not.toHaveProperty("d");
  });

  test("accepts a genuine token, and none that breaks one rule", async () => {
    const policy = await readTrust();
    const { issuer, algorithms, audience, authorizedParties } = policy;
    const [algorithm = ""] = algorithms;
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const trust = {
      ...policy,
      // Keys are cached by issuer or address: these must not meet the adapter's own.
      keys: async () => ({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: provider }] }),
      issuer: `${issuer}#${provider}`,
    };
    const now = Math.floor(Date.now() / 1_000);
    const right = {
      iss: trust.issuer,
      sub: "user-1",
      iat: now,
      exp: now + 60,
      ...(audience && { aud: ["another", audience] }),
      ...(authorizedParties && { azp: authorizedParties[0] }),
    };
    const sign = (claims: object, key: CryptoKey | Uint8Array = pair.privateKey, alg = algorithm) =>
      new SignJWT({ ...right, ...claims }).setProtectedHeader({ alg, kid: provider }).sign(key);

    expect(await verifyProviderToken(await sign({}), trust)).toMatchObject({ subject: "user-1" });

    const foreign = await generateKeyPair(algorithm);
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const refused: Record<string, Promise<string>> = {
      "iss without its last character": sign({ iss: trust.issuer.slice(0, -1) }),
      "sub missing": sign({ sub: undefined }),
      "exp missing": sign({ exp: undefined }),
      "iat and auth_time missing": sign({ iat: undefined }),
      "exp past": sign({ exp: right.exp - 120 }),
      "a foreign key": sign({}, foreign.privateKey),
      "a shared secret": sign({}, secret, "HS256"),
    };
    if (audience) {
      refused["aud of another app"] = sign({ aud: "another" });
      refused["aud missing"] = sign({ aud: undefined });
    }
    if (authorizedParties) {
      refused["azp of another app"] = sign({ azp: "https://evil.example" });
      refused["azp missing"] = sign({ azp: undefined });
    }
    for (const rule of policy.refuse ?? USUALLY_REFUSED) {
      const [claim = "", value = {}] = rule.split("=");
      refused[`no person: ${rule}`] = sign({ [claim]: value });
    }
    for (const [flaw, token] of Object.entries(refused)) {
      const code = await verifyProviderToken(await token, trust).then(
        () => "accepted",
        (error) => error.code,
      );
      expect({ flaw, code }).toEqual({ flaw, code: "invalid_request" });
    }
  });

  test("has a session part with what pages call", async () => {
    const { adapter }: { adapter: SessionAdapter } = await import(`./${provider}/session.ts`);
    expect(adapter.getSession).toBeTypeOf("function");
    expect(adapter.signOut).toBeTypeOf("function");
    expect(adapter.signInPath).toMatch(/^\/[a-z]/);
  });

  test("shows page script no token nor, with TOKEN_RETRIEVAL=server, who is signed in", async () => {
    const { adapter }: { adapter: SessionAdapter } = await import(`./${provider}/session.ts`);
    for (const path of ["token", "access-token", "session", "get-session", "profile"]) {
      const request = new NextRequest(`${appEnv().APP_URL}/auth/${path}`);
      // Without a handler the route answers so.
      const answer = adapter.handleAuthRequest?.(request) ?? Promise.reject(nothingHere());
      const status = await answer.then(
        (response) => response.status,
        (error) => error.status,
      );
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });

  test("has a trust policy that loads in plain Node", { timeout: 30_000 }, () => {
    const script = `await import("#adapters/about.ts");
      const { trust } = await import("#adapters/${provider}/trust.ts"); trust();`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", script], { stdio: "pipe" });
  });
});
