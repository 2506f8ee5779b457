import { setTimeout as sleep } from "node:timers/promises";
import {
  type CookieMethodsServer,
  combineChunks,
  createServerClient,
  stringFromBase64URL,
} from "@supabase/ssr";
import { cookies } from "next/headers";
import { z } from "zod";
import { appEnv } from "#lib/env.ts";
import { supabaseEnv } from "./config.ts";

/** Ours alone, so that no other app on this host, and no other adapter, takes it for its own. */
export const COOKIE_NAME = "supabase-session";
const PATIENCE = 4_000; // milliseconds

/** A Supabase client for one request: it holds that request's session and must not be shared. */
export function makeClient(cookieMethods: CookieMethodsServer) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = supabaseEnv();
  return createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookies: cookieMethods,
    cookieOptions: {
      name: COOKIE_NAME,
      // The SDK lets page script read its cookie unless told otherwise; it holds both tokens.
      httpOnly: true,
      secure: appEnv().APP_URL.startsWith("https:"),
    },
    global: {
      fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE) }),
    },
  });
}

/** The client of a route handler, which may set cookies. */
export async function handlerClient() {
  const jar = await cookies();
  return makeClient({
    getAll: () => jar.getAll(),
    setAll: (changes) => {
      for (const { name, value, options } of changes) jar.set(name, value, options);
    },
  });
}

/** Waits, but not for the half minute that the SDK tries to renew a session during an outage. */
export async function withPatience(work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(PATIENCE, undefined, { ref: false })]);
}

const sessionShape = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  /** Seconds. */
  expires_at: z.number(),
});

interface Cookie {
  name: string;
  value: string;
}

/**
 * The session in the SDK's cookies, unverified. The SDK's own getSession() would spend the refresh
 * token when less than 90 seconds are left, and a page cannot keep what comes back.
 */
export async function readStoredSession(
  requestCookies: Cookie[],
): Promise<z.infer<typeof sessionShape> | undefined> {
  const values = new Map(requestCookies.map(({ name, value }) => [name, value]));
  const stored = await combineChunks(COOKIE_NAME, (name) => values.get(name));
  if (!stored?.startsWith("base64-")) return undefined;
  try {
    const json: unknown = JSON.parse(stringFromBase64URL(stored.slice("base64-".length)));
    return sessionShape.safeParse(json).data;
  } catch {
    // Not what the SDK wrote: as good as no session.
    return undefined;
  }
}
