import { createHash } from "node:crypto";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { getAuth } from "#adapters/better-auth/config.ts";
import { providerTrust } from "#adapters/trust.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";
import { issueUserToken } from "./user-token.ts";

provideDataDir();

async function signInAt(startedAt: Date, id: string, subject: string): Promise<UserToken> {
  const providerToken = () => Promise.reject(new Error("the subject is verified already"));
  return issueUserToken({ id, startedAt, subject, providerToken }, await providerTrust());
}

async function expectRefused(token: string, mentioned: string): Promise<void> {
  const response = await exchange(token);
  expect(response.status).toBe(400);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const body = await response.json();
  expect(body.error).toBe("invalid_request");
  expect(body.error_description).toContain(mentioned);
  expect(body.message).toBe(body.error_description);
  expect(body.message).not.toContain(token);
}

test("an access token is no subject token", async () => {
  const { userToken } = await signInAt(new Date(), "s1", "kind");
  const { access_token: accessToken } = await (await exchange(userToken)).json();
  await expectRefused(accessToken, "another algorithm than ES256");
});

describe("ending early", () => {
  test("a revoked session is refused, another session of the owner is not", async () => {
    const ended = await signInAt(new Date(), "laptop", "grace");
    const other = await signInAt(new Date(), "phone", "grace");
    await revokeSession(ended.ownerId, "laptop");
    await expectRefused(ended.userToken, "ended");
    expect((await exchange(other.userToken)).status).toBe(200);
  });

  test("after signing out everywhere old tokens are refused and a new sign-in is not", async () => {
    const old = await signInAt(new Date(), "laptop", "joan");
    const stranger = await signInAt(new Date(), "laptop", "jean");
    await signOutEverywhere(old.ownerId);
    await expectRefused(old.userToken, "ended");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 1 });
    onTestFinished(() => void vi.useRealTimers());
    const again = await signInAt(new Date(), "desktop", "joan");
    expect((await exchange(again.userToken)).status).toBe(200);
    expect((await exchange(stranger.userToken)).status).toBe(200);
  });
});

test("Better Auth's own token, posted directly, names the same owner as the user token", async () => {
  const auth = await getAuth();
  const account = { name: "Mary", email: "mary@example.com", password: "correct horse battery" };
  await auth.api.signUpEmail({ body: account });
  const signedIn = await auth.api.signInEmail({ body: account, returnHeaders: true });
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
  const { token } = await auth.api.getToken({
    headers: new Headers({ cookie: cookie.join("; ") }),
  });
  const { ownerId } = await signInAt(new Date(), "s1", signedIn.response.user.id);

  const response = await exchange(token);
  expect(response.status).toBe(200);
  const { access_token: accessToken, expires_in: expiresIn } = await response.json();
  expect(expiresIn).toBe(100);
  const { sub } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  expect(sub).toBe(ownerId);
  expect(ownerId).toBe(ownerHash(["default", "better-auth", signedIn.response.user.id]));
});

const ownerHash = (parts: string[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
