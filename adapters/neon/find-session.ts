import { and, eq, exists, gt, inArray, sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { refuseSession } from "#lib/identity/refuse-session.ts";
import type { Session } from "../contracts.ts";
import { readProfile } from "../shared/read-profile.ts";
import { hashSessionToken } from "./hashed-sessions.ts";
import { mintProviderToken } from "./provider-token.ts";
import { neonAccounts, neonSessions, neonUsers } from "./tables.ts";
import { sources } from "./trust.ts";

/**
 * The session of this token, if its row is there and has not expired: one query. Auth.js's own
 * `auth()` takes two, and would prolong the session where no cookie can be set.
 */
export async function findSession(sessionToken: string): Promise<Session | undefined> {
  const db = await getDb();
  const accounts = db
    .select({ id: neonAccounts.id })
    .from(neonAccounts)
    .where(
      and(
        eq(neonAccounts.userId, neonUsers.id),
        inArray(
          neonAccounts.provider,
          sources().map(({ account }) => account),
        ),
      ),
    );
  const [row] = await db
    .select({
      id: neonSessions.id,
      startedAt: neonSessions.createdAt,
      userId: neonUsers.id,
      name: neonUsers.name,
      email: neonUsers.email,
      emailVerified: neonUsers.emailVerified,
      image: neonUsers.image,
      isOffered: sql<boolean>`${exists(accounts)}`,
    })
    .from(neonSessions)
    .innerJoin(neonUsers, eq(neonUsers.id, neonSessions.userId))
    .where(
      and(
        eq(neonSessions.sessionToken, hashSessionToken(sessionToken)),
        gt(neonSessions.expires, new Date()),
      ),
    );
  if (!row) return undefined;
  if (!row.isOffered) refuseSession("source", "nobody signs in by its user's source any more");
  // The ids are numbers, which a JWT's `sub` must not be.
  const session = { id: String(row.id), startedAt: row.startedAt, subject: String(row.userId) };
  return {
    ...session,
    providerToken: () => mintProviderToken(session),
    profile: readProfile({
      ...row,
      emailVerified: row.emailVerified !== null,
      picture: row.image,
    }),
  };
}
