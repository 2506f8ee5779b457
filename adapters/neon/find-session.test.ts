import NeonAdapter from "@auth/neon-adapter";
import type { Pool } from "@neondatabase/serverless";
import { eq } from "drizzle-orm";
import { decodeJwt } from "jose";
import { beforeEach, expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { appEnv } from "#lib/base/env.ts";
import { endSession, issueUserToken, ownerOf } from "#lib/identity/user-token.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { findSession } from "./find-session.ts";
import { hashSessionToken, withHashedSessions } from "./hashed-sessions.ts";
import { neonAccounts, neonSessions, neonUsers } from "./tables.ts";
import { trust } from "./trust.ts";

process.env.AUTH_PROVIDER = "neon";
process.env.AUTH_GOOGLE_ID = "client.apps.example";
process.env.AUTH_GOOGLE_SECRET = "secret";
provideDataDir();

const TOKEN = "8a8a4d0e-0000-4000-8000-000000000001";
const ONE_HOUR = 3_600_000; // milliseconds

beforeEach(async () => {
  const db = await getDb();
  await db.delete(neonUsers);
  const [user] = await db
    .insert(neonUsers)
    .values({ name: "Ada", email: "ada@example.com" })
    .returning({ id: neonUsers.id });
  const userId = user?.id ?? 0;
  const account = { type: "oidc", provider: "google", providerAccountId: "1" };
  await db.insert(neonAccounts).values({ userId, ...account });
  await db.insert(neonSessions).values({
    userId,
    sessionToken: hashSessionToken(TOKEN),
    expires: new Date(Date.now() + ONE_HOUR),
  });
});

async function find() {
  const session = await findSession(TOKEN);
  if (!session) throw new Error("no session");
  return session;
}

test("a session is its row and its user, by ids that are text", async () => {
  const db = await getDb();
  const [row] = await db.select().from(neonSessions);
  const { providerToken: _, ...session } = await find();
  expect(session).toEqual({
    id: String(row?.id),
    startedAt: row?.createdAt,
    subject: String(row?.userId),
    profile: { name: "Ada", email: "ada@example.com", emailVerified: false, picture: undefined },
  });
  expect(await findSession("another token")).toBeUndefined();
});

test("an address counts as verified where the row says so", async () => {
  const db = await getDb();
  await db.update(neonUsers).set({ emailVerified: new Date() });
  expect((await find()).profile.emailVerified).toBe(true);
});

test("a session is over with its row, at once", async () => {
  const db = await getDb();
  await find();
  await db.delete(neonSessions).where(eq(neonSessions.sessionToken, hashSessionToken(TOKEN)));
  expect(await findSession(TOKEN)).toBeUndefined();
});

test("a session is over when it expires", async () => {
  const db = await getDb();
  await db.update(neonSessions).set({ expires: new Date() });
  expect(await findSession(TOKEN)).toBeUndefined();
});

test("the provider token is minted whenever it is asked for, and the exchange takes it", async () => {
  const session = await find();
  const [first, second] = [await session.providerToken(), await session.providerToken()];
  expect(first).not.toBe(second);
  const { iss, sub, sid, iat, exp } = decodeJwt(first);
  expect({ iss, sub, sid }).toEqual({
    iss: `${appEnv().APP_URL}/auth`,
    sub: session.subject,
    sid: session.id,
  });
  expect(Number(exp) - Number(iat)).toBe(300);
  const response = await exchange(first);
  expect(response.status).toBe(200);
  const { access_token } = (await response.json()) as { access_token: string };
  expect(decodeJwt(access_token).sub).toBe(await ownerOf(session, trust()));
});

test("signing out ends the user token and the provider token together", async () => {
  const session = await find();
  const { userToken } = await issueUserToken(session, trust());
  const providerToken = await session.providerToken();
  expect((await exchange(userToken)).status).toBe(200);
  await endSession(session, trust(), false);
  for (const token of [userToken, providerToken]) {
    const refused = await exchange(token);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error_description: "subject_token belongs to a session that has ended",
    });
  }
});

test("the table has no key that a cookie holds, and Auth.js notices nothing of it", async () => {
  const db = await getDb();
  const { $client: pool } = db as unknown as { $client: Pool };
  const adapter = withHashedSessions(NeonAdapter(pool));
  const [user] = await db.select().from(neonUsers);
  const sessionToken = "8a8a4d0e-0000-4000-8000-000000000002";
  const expires = new Date(Date.now() + ONE_HOUR);
  const created = await adapter.createSession?.({
    sessionToken,
    userId: String(user?.id),
    expires,
  });
  expect(created).toMatchObject({ sessionToken });
  const rows = await db.select().from(neonSessions);
  expect(JSON.stringify(rows)).not.toContain(sessionToken);
  expect(await adapter.getSessionAndUser?.(sessionToken)).toMatchObject({
    session: { sessionToken },
    user: { email: "ada@example.com" },
  });
  expect(await findSession(sessionToken)).toBeDefined();
  await adapter.updateSession?.({ sessionToken, expires: new Date(0) });
  expect(await findSession(sessionToken)).toBeUndefined();
  await adapter.deleteSession?.(sessionToken);
  expect(await db.select().from(neonSessions)).toHaveLength(1);
});

test("what stands in the table opens no session", async () => {
  expect(await findSession(TOKEN)).toBeDefined();
  expect(await findSession(hashSessionToken(TOKEN))).toBeUndefined();
});
