import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test, vi } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { getDb } from "#drizzle/client.ts";
import { revocations } from "#drizzle/schema/project.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { sidOf } from "./owner-id.ts";
import { isRevoked, isSessionEnded, revokeSession, signOutEverywhere } from "./revocation.ts";
import { endSession, issueUserToken } from "./user-token.ts";

provideDataDir();

afterAll(() => {
  vi.useRealTimers();
});

let owners = 0;
const newOwner = () => `owner${String(++owners).padStart(17, "0")}`;
const tokenOf = (ownerId: string, sessionId: string, authTime = Date.now() / 1_000) => ({
  ownerId,
  sid: sidOf(ownerId, sessionId),
  authTime,
});

/** Lets the clock, and nothing else, go on; it never goes back, as what is cached would look new. */
function passTime(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

/** Writes what another instance would. */
async function revokeElsewhere(id: string, notBefore: Date | null = null): Promise<void> {
  const db = await getDb();
  const expiresAt = new Date(Date.now() + 60_000);
  await db.insert(revocations).values({ id, notBefore, expiresAt });
}

describe("this instance", () => {
  test("sees its own revocation at once, for that session only", async () => {
    const owner = newOwner();
    const [ended, other] = [tokenOf(owner, "s1"), tokenOf(owner, "s2")];
    expect(await isRevoked(ended)).toBe(false);
    await revokeSession(owner, "s1");
    expect(await isRevoked(ended)).toBe(true);
    expect(await isRevoked(other)).toBe(false);
  });

  test("sees another one's within a second, with one statement a second", async () => {
    const owner = newOwner();
    const token = tokenOf(owner, "s1");
    passTime(1_001);
    await isRevoked(token);
    await revokeElsewhere(token.sid);
    const asked = await countDirectStatements(async () => {
      passTime(1_001);
      const answers = await Promise.all(Array.from({ length: 20 }, () => isRevoked(token)));
      expect(new Set(answers)).toEqual(new Set([true]));
    });
    expect(asked).toHaveLength(1);
  });

  test("sees a revocation that was committed after a younger one", async () => {
    const [young, old] = [tokenOf(newOwner(), "s1"), tokenOf(newOwner(), "s1")];
    await revokeSession(young.ownerId, "s1");
    passTime(1_001);
    await isRevoked(young);
    const db = await getDb();
    const revokedAt = new Date(Date.now() - 5_000);
    const expiresAt = new Date(Date.now() + 60_000);
    await db.insert(revocations).values({ id: old.sid, revokedAt, expiresAt });
    passTime(1_001);
    expect(await isRevoked(old)).toBe(true);
  });
});

describe("signing out everywhere", () => {
  test("ends what was authenticated until that millisecond and nothing later", async () => {
    const owner = newOwner();
    const at = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: at });
    await signOutEverywhere(owner);
    expect(await isRevoked(tokenOf(owner, "s1", (at - 1) / 1_000))).toBe(true);
    expect(await isRevoked(tokenOf(owner, "s1", at / 1_000))).toBe(true);
    expect(await isRevoked(tokenOf(owner, "s1", (at + 1) / 1_000))).toBe(false);
    expect(await isSessionEnded({ ownerId: owner }, "s1", new Date(at))).toBe(true);
    expect(await isSessionEnded({ ownerId: owner }, "s1", new Date(at + 1))).toBe(false);
  });

  test("counts from the last time that it was done, also when another instance did it", async () => {
    const owner = newOwner();
    await signOutEverywhere(owner);
    const again = tokenOf(owner, "s2", (Date.now() + 100) / 1_000);
    expect(await isRevoked(again)).toBe(false);
    passTime(1_001);
    await signOutEverywhere(owner);
    expect(await isRevoked(again)).toBe(true);

    const other = newOwner();
    await revokeElsewhere(other, new Date());
    passTime(1_001);
    expect(await isRevoked(tokenOf(other, "s1", (Date.now() - 60_000) / 1_000))).toBe(true);
  });
});

describe("a provider session", () => {
  const sessionOf = (subject: string, startedAt = new Date()) => ({
    id: "s1",
    startedAt,
    subject,
    providerToken: () => Promise.reject(new Error("the subject is verified already")),
  });

  test("that was ended gets no user token, even after tokens are forgotten", async () => {
    const trust = await providerTrust();
    const session = sessionOf("ada");
    await issueUserToken(session, trust);
    await endSession(session, trust, false);
    const refusal = { status: 401, code: "SESSION_REVOKED" };
    await expect(issueUserToken(session, trust)).rejects.toMatchObject(refusal);
    passTime(3 * 86_400_000);
    await expect(issueUserToken(session, trust)).rejects.toMatchObject(refusal);
  });

  test("is ended by signing out everywhere in another one", async () => {
    const trust = await providerTrust();
    const [laptop, phone] = [sessionOf("grace"), { ...sessionOf("grace"), id: "s2" }];
    await endSession(laptop, trust, true);
    await expect(issueUserToken(phone, trust)).rejects.toMatchObject({ code: "SESSION_REVOKED" });
    const later = sessionOf("grace", new Date(Date.now() + 1));
    expect((await issueUserToken({ ...later, id: "s3" }, trust)).ownerId).toHaveLength(22);
  });
});

test("rows go when no cookie can bring their session back", async () => {
  const owner = newOwner();
  await revokeSession(owner, "s1");
  passTime(401 * 86_400_000);
  await revokeSession(newOwner(), "s1");
  const db = await getDb();
  const kept = await db
    .select()
    .from(revocations)
    .where(eq(revocations.id, sidOf(owner, "s1")));
  expect(kept).toEqual([]);
});
