import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { renewOnce } from "#adapters/shared/renewal.ts";
import { getDb } from "#drizzle/client.ts";
import { admins } from "#drizzle/schema/settings.ts";
import { noteActivity } from "#lib/admin/activity.ts";
import { removeAdmin } from "#lib/admin/admins.ts";
import { createApiKey, revokeApiKey } from "#lib/admin/api-keys.ts";
import { deleteOwner, noteOwner, signOutOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { revokeSession, signOutEverywhere } from "#lib/identity/revocation.ts";
import { noteKeyUse } from "#lib/projects/projects.ts";
import { createThread, deleteThread } from "#lib/threads/change-thread.ts";
import { caller, startThread } from "#test/runs/play.ts";

const OWNER = caller.ownerId;

interface Written {
  write: () => Promise<unknown>;
  /** Rows that are there once it is written, and their number. */
  rows: [from: string, count: number];
}

/** Whatever must not be lost: how it is prepared, written, and found. */
export const TERMINAL_WRITES: Record<string, () => Promise<Written>> = {
  "the end of a session": async () => ({
    write: () => revokeSession(OWNER, "phone"),
    rows: [
      "revocations where not_before is null and id not like 'deleted %' and id not like 'key%'",
      1,
    ],
  }),
  "the end of all sessions": async () => ({
    write: () => signOutEverywhere(OWNER),
    rows: [`revocations where id = '${OWNER}'`, 1],
  }),
  "the end of all sessions by an admin": async () => {
    const ownerId = randomBytes(16).toString("base64url");
    return {
      write: () => signOutOwner({ projectId: "default", ownerId, adminId: OWNER }),
      rows: [
        `activity a join revocations r on r.id = a.detail
          where a.kind = 'user.signed_out' and r.id = '${ownerId}'`,
        1,
      ],
    };
  },
  "the end of an API key": async () => {
    const { id, hint } = await createApiKey({ projectId: "default", kind: "secret", name: "a" });
    const write = async () => expect(await revokeApiKey("default", id)).toBe(true);
    return {
      write,
      rows: [
        `api_keys k join revocations r on r.id = k.id
          join activity a on a.kind = 'api_key.revoked' and a.detail = 'secret ${hint} a'
          where k.id = '${id}' and k.revoked_at is not null`,
        1,
      ],
    };
  },
  "the deletion of a thread": async () => {
    const { threadId } = await startThread();
    return {
      write: () => deleteThread(OWNER, threadId),
      rows: [`threads where id = '${threadId}'`, 0],
    };
  },
  "the deletion of a user": async () => {
    const user = { ownerId: randomBytes(16).toString("base64url"), projectId: "default" };
    await createThread(user);
    return {
      write: () => deleteOwner(user),
      rows: [
        `activity where kind = 'user.deleted' and owner_id = '${user.ownerId}' and not exists (
          select from threads where owner_id = '${user.ownerId}')`,
        1,
      ],
    };
  },
  "the end of an admin": async () => {
    const ownerId = randomUUID();
    const one = { projectId: "default", ownerId };
    const another = { projectId: "default", ownerId: "another" };
    await (await getDb()).insert(admins).values([one, another]).onConflictDoNothing();
    noteOwner({ projectId: "default", id: another.ownerId });
    await flushWrites();
    return {
      write: () => removeAdmin("default", ownerId, another.ownerId),
      rows: [
        `activity where detail = '${ownerId}' and not exists (
          select from admins where owner_id = '${ownerId}')`,
        1,
      ],
    };
  },
  "the renewal of a session": async () => {
    const refreshToken = randomUUID();
    const spent = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    const renewing = renewOnce(refreshToken, () => {
      spent.resolve();
      return answer.promise;
    });
    await spent.promise;
    const write = () => {
      answer.resolve("renewed");
      return expect(renewing).resolves.toBe("renewed");
    };
    const id = createHash("sha256").update(refreshToken).digest("base64url");
    return { write, rows: [`auth.renewals where id = '${id}' and sealed is not null`, 1] };
  },
  "an entry of the activity": async () => {
    const detail = randomUUID();
    const write = () => {
      noteActivity({ projectId: "default", kind: "exchange", outcome: "ok", detail });
      return flushWrites();
    };
    return { write, rows: [`activity where detail = '${detail}'`, 1] };
  },
  "the use of a key": async () => {
    const { id } = await createApiKey({ projectId: "default", kind: "secret", name: "b" });
    const write = () => {
      noteKeyUse(id);
      return flushWrites();
    };
    return { write, rows: [`api_keys where id = '${id}' and last_used_at is not null`, 1] };
  },
  "a user who was here": async () => ({
    write: () => {
      noteOwner({ projectId: "default", id: "owner-who-was-seen-now" });
      return flushWrites();
    },
    rows: ["owners where id = 'owner-who-was-seen-now'", 1],
  }),
};
