import NeonAdapter from "@auth/neon-adapter";
import type { Pool } from "@neondatabase/serverless";
import { eq, lt } from "drizzle-orm";
import NextAuth, { type NextAuthConfig, type NextAuthResult } from "next-auth";
import type { Adapter } from "next-auth/adapters";
import { getDb } from "#drizzle/client.ts";
import { readUser, toProvider } from "../shared/auth-js-providers.ts";
import { authJsConfig, sessionCookie } from "../shared/auth-js-sign-in.ts";
import type { Source } from "../shared/auth-js-sources.ts";
import { withHashedSessions } from "./hashed-sessions.ts";
import { neonSessions, neonUsers } from "./tables.ts";
import { sources } from "./trust.ts";

let memo: NextAuthResult | undefined;

/** Auth.js, made on first use: nothing is read while the app is built. */
export function getAuth(): NextAuthResult {
  memo ??= NextAuth(configure);
  return memo;
}

async function configure(): Promise<NextAuthConfig> {
  const db = await getDb();
  // The query builder keeps the driver's pool that it was given; trust() has seen to it that it is Neon's.
  const { $client: pool } = db as unknown as { $client: Pool };
  return {
    ...authJsConfig(sessionCookie("neon")),
    adapter: withHashedSessions(withAccountNames(NeonAdapter(pool))),
    session: { strategy: "database" },
    providers: sources().map((source) => toProvider(source, { hasTable: true })),
    events: {
      // Auth.js writes name and address at the first sign-in and leaves emailVerified empty. The
      // address that is kept counts as long as the source vouches for the very same one.
      async signIn({ user, account, profile }) {
        const said = readUser(account?.provider as Source["id"], profile);
        const isVerified = said.emailVerified && said.email?.toLowerCase() === user.email;
        await db
          .update(neonUsers)
          .set({ emailVerified: isVerified ? new Date() : null })
          .where(eq(neonUsers.id, Number(user.id)));
        // Auth.js leaves the rows of browsers that never come back.
        await db.delete(neonSessions).where(lt(neonSessions.expires, new Date()));
      },
    },
  };
}

/** An adapter of Auth.js whose accounts are those of a source, while Auth.js goes on by its id: that of an issuer is the next one's, too. */
function withAccountNames(adapter: Adapter): Adapter {
  const named = <T extends { provider: string }>(account: T): T => {
    const source = sources().find(({ id }) => id === account.provider);
    return { ...account, provider: source?.account ?? account.provider };
  };
  return {
    ...adapter,
    getUserByAccount: async (account) => (await adapter.getUserByAccount?.(named(account))) ?? null,
    linkAccount: async (account) => {
      await adapter.linkAccount?.(named(account));
    },
  };
}
