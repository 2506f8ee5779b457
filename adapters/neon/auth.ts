import NeonAdapter from "@auth/neon-adapter";
import type { Pool } from "@neondatabase/serverless";
import { eq, lt } from "drizzle-orm";
import NextAuth, { type NextAuthConfig, type NextAuthResult } from "next-auth";
import Google from "next-auth/providers/google";
import { getDb } from "#drizzle/client.ts";
import { authJsConfig, sessionCookie, toUser } from "../shared/google-sign-in.ts";
import { withHashedSessions } from "./hashed-sessions.ts";
import { neonSessions, neonUsers } from "./tables.ts";
import { config } from "./trust.ts";

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
    adapter: withHashedSessions(NeonAdapter(pool)),
    session: { strategy: "database" },
    providers: [
      Google({
        ...config(),
        profile: toUser,
        client: { token_endpoint_auth_method: "client_secret_post" },
        // By `state` the flows of two tabs are told apart.
        checks: ["pkce", "state"],
        // Google's session outlives ours, so the next user must be asked which account.
        authorization: { params: { prompt: "select_account" } },
        // Google is asked once, at sign-in: its tokens need not lie in the table.
        account: () => ({}),
      }),
    ],
    events: {
      // Auth.js writes name and address at the first sign-in and leaves emailVerified empty. The
      // address that is kept counts as long as Google vouches for the very same one.
      async signIn({ user, profile }) {
        const isVerified = profile?.email_verified === true && profile.email === user.email;
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
