import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import type { TrustPolicy } from "#lib/trust/trust-policy.ts";
import { verifyProviderToken } from "./verify-token.ts";

const { publicKey, privateKey } = await generateKeyPair("RS256");
const stranger = await generateKeyPair("RS256");
const publicJwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256", use: "sig" };

const trust: TrustPolicy = {
  issuer: "https://issuer.example/",
  keys: async () => ({ keys: [publicJwk] }),
  algorithms: ["RS256"],
  audience: "api",
  ownerNamespace: "https://issuer.example/",
};
const now = () => Math.floor(Date.now() / 1_000);

async function token(claims: object = {}, header: object = {}, key = privateKey): Promise<string> {
  const right = { iss: trust.issuer, aud: "api", sub: "u1", iat: now(), exp: now() + 60 };
  return new SignJWT(JSON.parse(JSON.stringify({ ...right, ...claims })))
    .setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
    .sign(key);
}

const refusal = (mentioned: string) => ({
  status: 400,
  code: "invalid_request",
  message: expect.stringContaining(mentioned),
});

describe("a provider token", () => {
  test("gives subject, session, time of authentication and expiry", async () => {
    const times = { iat: now() - 10, exp: now() + 50, auth_time: now() - 900 };
    expect(await verifyProviderToken(await token({ ...times, sid: "s1" }), trust)).toEqual({
      subject: "u1",
      sessionId: "s1",
      authTime: times.auth_time,
      sessionStart: times.auth_time,
      expiresAt: times.exp,
      actor: undefined,
    });
  });

  test("is authenticated when auth_time says, or else the provider's own claim, or when it was issued", async () => {
    const times = { iat: now() - 10, auth_time: now() - 900, signed_in: now() - 600 };
    const policy: TrustPolicy = { ...trust, readAuthTime: (claims) => Number(claims.signed_in) };
    const authTimeOf = async (claims: object, rules: TrustPolicy) =>
      (await verifyProviderToken(await token(claims), rules)).authTime;
    expect(await authTimeOf(times, policy)).toBe(times.auth_time);
    expect(await authTimeOf({ ...times, auth_time: undefined }, policy)).toBe(times.signed_in);
    expect(await authTimeOf({ iat: times.iat }, trust)).toBe(times.iat);
    expect(await authTimeOf({ ...times, iat: undefined }, trust)).toBe(times.auth_time);
  });

  test("that names no session is a session of its own", async () => {
    const [first, second] = [await token({ jti: "1" }), await token({ jti: "2" })];
    const { sessionId } = await verifyProviderToken(first, trust);
    expect((await verifyProviderToken(first, trust)).sessionId).toBe(sessionId);
    expect((await verifyProviderToken(second, trust)).sessionId).not.toBe(sessionId);
  });

  test("may have several audiences, and times by a clock that is a minute ahead", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    onTestFinished(() => void vi.useRealTimers());
    const aud = ["https://issuer.example/userinfo", "api"];
    await verifyProviderToken(await token({ aud }, { typ: "at+jwt" }), trust);
    await verifyProviderToken(await token({ exp: now() - 3 }), trust);
    const early = { iat: now() + 60, nbf: now() + 60, auth_time: now() + 60 };
    const { authTime } = await verifyProviderToken(await token(early), trust);
    expect(authTime).toBe(Date.now() / 1_000);
  });

  test.each<[string, object, string]>([
    ["another issuer", { iss: "https://issuer.example" }, "iss"],
    ["another audience", { aud: "other" }, "aud"],
    ["no audience", { aud: undefined }, "aud"],
    ["no subject", { sub: undefined }, "sub"],
    ["an empty subject", { sub: "" }, "sub"],
    ["a number as subject", { sub: 7 }, "sub"],
    ["no expiry", { exp: undefined }, "exp"],
    ["an expiry in words", { exp: "tomorrow" }, "exp"],
    ["an expiry 6 s ago", { exp: now() - 6 }, "expired"],
    ["a beginning in two minutes", { nbf: now() + 120 }, "nbf"],
    ["an issue in two minutes", { iat: now() + 120 }, "iat"],
    ["neither issue nor time of authentication", { iat: undefined }, "iat"],
  ])("with %s is refused", async (_, claims, mentioned) => {
    const refused = verifyProviderToken(await token(claims), trust);
    await expect(refused).rejects.toMatchObject(refusal(mentioned));
  });

  test("of another key or algorithm is refused, whatever its header brings along", async () => {
    const jwk = await exportJWK(stranger.publicKey);
    for (const header of [
      {},
      { jwk },
      { jku: "https://evil.example" },
      { x5u: "https://evil.example" },
    ]) {
      const refused = verifyProviderToken(await token({}, header, stranger.privateKey), trust);
      await expect(refused).rejects.toMatchObject(refusal("signature"));
    }
    const unknown = verifyProviderToken(await token({}, { kid: "k2" }), trust);
    await expect(unknown).rejects.toMatchObject(refusal("kid"));
    const pinned = verifyProviderToken(await token(), { ...trust, algorithms: ["ES256"] });
    await expect(pinned).rejects.toMatchObject(refusal("ES256"));
  });

  test("needs a listed azp where the policy names parties instead of an audience", async () => {
    const parties = { ...trust, audience: null, authorizedParties: ["https://app.example"] };
    const azp = "https://app.example";
    await verifyProviderToken(await token({ aud: undefined, azp }), parties);
    for (const wrong of [{ azp: "https://evil.example" }, {}, { azp: ["https://app.example"] }]) {
      const refused = verifyProviderToken(await token(wrong), parties);
      await expect(refused).rejects.toMatchObject(refusal("azp"));
    }
  });
});

describe("keys at an address", () => {
  let server: Server;
  let address: URL;
  let requests = 0;
  let answer: () => [status: number, body: string];

  beforeAll(async () => {
    server = createServer((_, response) => {
      requests += 1;
      const [status, body] = answer();
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());
  beforeEach(({ task }) => {
    requests = 0;
    answer = () => [200, JSON.stringify({ keys: [publicJwk] })];
    const { port } = server.address() as AddressInfo;
    address = new URL(`http://127.0.0.1:${port}/jwks?${encodeURIComponent(task.name)}`);
  });

  test("are fetched once, and an unknown kid does not make every request fetch them", async () => {
    const remote = { ...trust, keys: address };
    await verifyProviderToken(await token(), remote);
    await verifyProviderToken(await token(), { ...remote });
    for (const kid of ["x1", "x2", "x3"]) {
      const refused = verifyProviderToken(await token({}, { kid }), remote);
      await expect(refused).rejects.toMatchObject(refusal("kid"));
    }
    expect(requests).toBe(1);
  });

  test("that cannot be fetched are no flaw of the token, and are fetched again", async () => {
    const remote = { ...trust, keys: address };
    answer = () => [500, "down"];
    const unavailable = { status: 503, code: "temporarily_unavailable" };
    await expect(verifyProviderToken(await token(), remote)).rejects.toMatchObject(unavailable);
    answer = () => [200, JSON.stringify({ keys: [publicJwk] })];
    expect((await verifyProviderToken(await token(), remote)).subject).toBe("u1");
  });
});
