import { sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { countExchangesPerHour, listActivity, noteActivity } from "#lib/admin/activity.ts";
import { adoptGuest, deleteOldGuests } from "#lib/admin/guests.ts";
import { deleteOwner, listOwners, noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { isSessionEnded, revokeSession } from "#lib/identity/revocation.ts";
import { listUsage } from "#lib/usage/list-usage.ts";
import { noteUsage } from "#lib/usage/note-usage.ts";
import { exchange } from "#test/exchange.ts";
import type { SignedIn } from "#test/sign-in.ts";
import { listUserOperations, type Operation, operation } from "./user-operations.ts";

const projectId = "default";
const PAGE = 51; // of the settings, and one more
const ONE_DAY = 86_400_000; // milliseconds

/** A user, or a guest whose time is over, with three threads. */
async function makeOwner(isGuest: boolean): Promise<string> {
  const id = ((isGuest ? "guest_" : "") + crypto.randomUUID().replaceAll("-", "")).slice(0, 22);
  const createdAt = isGuest ? new Date(0) : new Date();
  const db = await getDb();
  await db.insert(owners).values({ projectId, id, createdAt, lastSeenAt: new Date() });
  await withOwner(id, async (tx) => {
    await tx.execute(sql`insert into threads (owner_id, id, project_id, created_at, updated_at)
      select ${id}, ${id} || t, 'default', now(), now() from generate_series(1, 3) t`);
    await tx.execute(sql`insert into messages (owner_id, thread_id, id, role, content, created_at)
      select ${id}, ${id} || t, 'msg_' || m, 'user', '[]', now() + m * interval '1 second'
      from generate_series(1, 3) t, generate_series(1, 10) m`);
  });
  return id;
}

/** What the API and the settings ask of the database. */
export function listOperations(user: SignedIn): Operation[] {
  const { ownerId } = user;
  const laterUsage = async () => JSON.stringify((await listUsage(projectId, PAGE, {})).at(-1));
  return [
    ...listUserOperations(user),
    operation("token exchange", () => exchange(user.userToken)),
    operation("sign out", () => revokeSession(ownerId, crypto.randomUUID())),
    operation("check session", () => isSessionEnded({ ownerId }, "session", new Date())),
    operation("store 50 exchanges, users and runs", async () => {
      for (let at = 0; at < 50; at += 1) {
        const id = ownerId.slice(0, 20) + (10 + at);
        noteActivity({ projectId, kind: "exchange", outcome: "ok", ownerId: id });
        noteOwner({ projectId, id, name: "Ada", email: "ada@example.com" });
        noteUsage({
          id: crypto.randomUUID(),
          projectId,
          ownerId: id,
          kind: "run",
          model: "demo",
          inputTokens: 1,
          outputTokens: 1,
          isEstimate: false,
          outcome: "ok",
          milliseconds: 1,
        });
      }
      await flushWrites();
    }),
    operation("users", () => listOwners(projectId, PAGE)),
    operation(
      "users, a later page",
      (after) => listOwners(projectId, PAGE, { after: reviveOwner(after) }),
      async () => {
        const { rows } = await (await getDb()).execute(sql`select id, last_seen_at from owners
        order by last_seen_at limit 1 offset (select count(*) / 2 from owners)`);
        return JSON.stringify({ id: rows[0]?.id, lastSeenAt: rows[0]?.last_seen_at });
      },
    ),
    operation("users: search, many found", () => listOwners(projectId, PAGE, { search: "person" })),
    operation("users: search, one found", () =>
      listOwners(projectId, PAGE, { search: "person1@example.com" }),
    ),
    operation("users: search, none found", () => listOwners(projectId, PAGE, { search: "nobody" })),
    operation("activity", () => listActivity(projectId, {}, PAGE)),
    operation("activity: refused", () => listActivity(projectId, { outcome: "refused" }, PAGE)),
    operation("activity of a user", () => listActivity(projectId, { ownerId }, PAGE)),
    operation("exchanges per hour, 30 days", () =>
      countExchangesPerHour(projectId, new Date(Date.now() - 30 * ONE_DAY)),
    ),
    operation("usage", () => listUsage(projectId, PAGE, {})),
    operation(
      "usage, next page",
      (after) => listUsage(projectId, PAGE, { after: JSON.parse(after) }),
      laterUsage,
    ),
    operation("usage of a user", () => listUsage(projectId, PAGE, { ownerId })),
    operation(
      "delete user",
      (id) => deleteOwner({ projectId, ownerId: id }),
      () => makeOwner(false),
    ),
    operation(
      "delete old guest",
      () => deleteOldGuests(),
      () => makeOwner(true),
    ),
    operation(
      "guest becomes user",
      (guest) => adoptGuest(guest, { id: "s", startedAt: new Date(0) } as never, ownerId),
      () => makeOwner(true),
    ),
  ];
}

function reviveOwner(json: string) {
  const { id, lastSeenAt } = JSON.parse(json);
  return { id, lastSeenAt: new Date(lastSeenAt) };
}
