import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { PROVIDERS } from "#adapters/abouts.mjs";
import { appEnv, isEnvError } from "#lib/base/env.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { validForm } from "#test/exchange.ts";
import { exchangeToken } from "./exchange-token.ts";
import { endSession, issueUserToken, type OpenSession } from "./user-token.ts";

provideDataDir();
process.env.TAMBO_SUBJECT = "provider";

const LIFETIME = 60; // seconds
const ALLOWED = ["auth0", "clerk", "supabase", "workos"];
const refused = PROVIDERS.filter((provider) => !ALLOWED.includes(provider));

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
const trust = {
  issuer: "https://provider.example/",
  keys: async () => ({ keys: [jwk] }),
  algorithms: ["RS256"],
  audience: "https://chat.example/api",
  ownerNamespace: "https://provider.example/",
};

/** A session whose token was issued `age` seconds ago. */
async function signIn(subject: string, { age = 0, ...claims }): Promise<OpenSession> {
  const issuedAt = Math.floor(Date.now() / 1_000) - age;
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .setIssuer(trust.issuer)
    .setAudience(trust.audience)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME)
    .sign(privateKey);
  return { id: "s1", startedAt: new Date(issuedAt * 1_000), providerToken: async () => token };
}

async function exchange(subjectToken: string) {
  const { publishableKey } = await defaultProject();
  const request = new Request(`${appEnv().APP_URL}/oauth/token`, {
    method: "POST",
    headers: { "x-api-key": publishableKey },
    body: new URLSearchParams(validForm(subjectToken)),
  });
  return exchangeToken(request, async () => trust);
}

// First, because what is accepted is remembered.
test.each(refused)(
  "TAMBO_SUBJECT=provider is refused for %s, with the four that have it",
  (name) => {
    process.env.AUTH_PROVIDER = name;
    let problem: unknown;
    try {
      appEnv();
    } catch (error) {
      problem = error;
    }
    expect(isEnvError(problem)).toBe(true);
    expect(String(problem)).toContain(
      `TAMBO_SUBJECT: provider needs an AUTH_PROVIDER of auth0, clerk, supabase, workos, not ${name}`,
    );
    process.env.AUTH_PROVIDER = "auth0";
  },
);

describe("with one of the four", () => {
  // Opening takes longer than a token may wait.
  beforeAll(defaultProject);

  test("a page is given the provider's own token and what is left of its life", async () => {
    const session = await signIn("ada", { age: 40 });
    const answer = await issueUserToken(session, trust);
    expect(answer.userToken).toBe(await session.providerToken());
    expect(Date.parse(answer.expiresAt)).toBe(session.startedAt.getTime() + LIFETIME * 1_000);
    expect(answer.expiresIn).toBeGreaterThan(LIFETIME - 45);
    expect(answer.expiresIn).toBeLessThanOrEqual(LIFETIME - 40);
    expect(await exchange(answer.userToken)).toMatchObject({ token_type: "Bearer" });
  });

  test.each([{ sid: "s1" }, { session_id: "s1" }, {}])(
    "signing out ends a token with the session claims %j, and no other session of its user",
    async (claims) => {
      const user = `user with ${JSON.stringify(claims)}`;
      const session = await signIn(user, claims);
      const other = await signIn(user, { sid: "s2" });
      const { userToken } = await issueUserToken(session, trust);
      await exchange(userToken);
      await endSession(session, trust, false);
      await expect(exchange(userToken)).rejects.toMatchObject({
        code: "invalid_request",
        message: "subject_token belongs to a session that has ended",
      });
      await expect(issueUserToken(session, trust)).rejects.toMatchObject({
        code: "SESSION_REVOKED",
      });
      await exchange(await other.providerToken());
    },
  );

  test("a provider that is out of reach keeps nobody from signing out", async () => {
    const session = {
      id: "s3",
      startedAt: new Date(),
      subject: "carol",
      providerToken: () => Promise.reject(new TypeError("fetch failed")),
    };
    await endSession(session, trust, false);
    await expect(issueUserToken(session, trust)).rejects.toMatchObject({ code: "SESSION_REVOKED" });
  });
});
