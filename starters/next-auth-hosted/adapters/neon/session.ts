import { headers } from "next/headers";
import { NextRequest } from "next/server";
import type { Session, SessionAdapter } from "#adapters/contracts.ts";
import { hashSessionToken } from "#adapters/neon/hashed-sessions.ts";
import { appEnv } from "#lib/base/env.ts";
import { authJsSignIn, sessionCookie } from "../shared/auth-js.ts";
import { getAuth } from "./auth.ts";
import { pool } from "./database.ts";

export const adapter: SessionAdapter = {
  ...authJsSignIn("neon", getAuth),
  readSession: readCookie,
  getSession: async () => readCookie(await headers()),
};

async function readCookie(headers: Headers): Promise<Session | undefined> {
  const { cookies } = new NextRequest(appEnv().APP_URL, { headers });
  const cookie = cookies.get(sessionCookie("neon").name);
  return cookie && findSession(cookie.value);
}

interface Row {
  id: number;
  startedAt: Date;
  userId: number;
  name: string | null;
  email: string | null;
}

const FIND = `
  select sessions.id, created_at as "startedAt", "userId", name, email
  from sessions join users on users.id = "userId"
  where "sessionToken" = $1 and expires > now()`;

/**
 * The session of this token, if its row is there and has not expired: one query. Auth.js's own `auth()`
 * takes two, and would prolong the session where no cookie can be set.
 */
async function findSession(sessionToken: string): Promise<Session | undefined> {
  const { rows } = await pool().query<Row>(FIND, [hashSessionToken(sessionToken)]);
  const [row] = rows;
  if (!row) return undefined;
  const { id, startedAt, userId, name, email } = row;
  return {
    id: String(id),
    startedAt,
    subject: String(userId),
    providerToken: () => Promise.reject(new Error("a session in the table has no token")),
    profile: {
      name: name ?? undefined,
      email: email ?? undefined,
      emailVerified: Boolean(email),
    },
  };
}
