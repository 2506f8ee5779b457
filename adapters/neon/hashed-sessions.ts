import { createHash } from "node:crypto";
import type { Adapter, AdapterSession } from "next-auth/adapters";

/** What the table has of the key in a session's cookie: who reads it there can sign in with none. */
export function hashSessionToken(sessionToken: string): string {
  return createHash("sha256").update(sessionToken).digest("hex");
}

/** An adapter of Auth.js whose table has hashes only, while Auth.js goes on by the keys themselves. */
export function withHashedSessions(adapter: Adapter): Adapter {
  const hashed = <T extends Pick<AdapterSession, "sessionToken">>(session: T): T => ({
    ...session,
    sessionToken: hashSessionToken(session.sessionToken),
  });
  return {
    ...adapter,
    async createSession(session) {
      const { sessionToken } = session;
      const created = await adapter.createSession?.(hashed(session));
      return { ...session, ...created, sessionToken };
    },
    async getSessionAndUser(sessionToken) {
      const found = await adapter.getSessionAndUser?.(hashSessionToken(sessionToken));
      return found ? { ...found, session: { ...found.session, sessionToken } } : null;
    },
    async updateSession(session) {
      const updated = await adapter.updateSession?.(hashed(session));
      return updated && { ...updated, sessionToken: session.sessionToken };
    },
    async deleteSession(sessionToken) {
      await adapter.deleteSession?.(hashSessionToken(sessionToken));
    },
  };
}
