import NeonAdapter from "@auth/neon-adapter";
import NextAuth, { type NextAuthResult } from "next-auth";
import { withHashedSessions } from "#adapters/neon/hashed-sessions.ts";
import { authJsConfig } from "../shared/auth-js.ts";
import { pool } from "./database.ts";

let memo: NextAuthResult | undefined;

/** Auth.js, made on first use: nothing is read while the app is built. */
export function getAuth(): NextAuthResult {
  memo ??= NextAuth({
    // Google's session outlives ours, so the next user is asked which account.
    ...authJsConfig("neon", { prompt: "select_account" }),
    adapter: withHashedSessions(NeonAdapter(pool())),
    session: { strategy: "database" },
    events: {
      // Auth.js leaves the rows of browsers that never come back.
      async signIn() {
        await pool().query("delete from sessions where expires < now()");
      },
    },
  });
  return memo;
}
