import { setTimeout as sleep } from "node:timers/promises";
import { combineChunks, createServerClient } from "@supabase/ssr";
import { cookies } from "next/headers";
import type { NextResponse } from "next/server";
import { z } from "zod";
import { cookieName, isHttps } from "../shared/cookies.ts";
import { type Cookie, findLeftOver } from "../shared/long-cookies.ts";
import { refuses } from "../shared/renewal.ts";
import { openCookies, sealCookie } from "./sealed-cookies.ts";
import { supabaseEnv } from "./trust.ts";

/** Ours alone, so that no other app on this host, and no other adapter, takes it for its own. */
const sessionName = () => cookieName("supabase-session");
const TIMEOUT = 4_000; // milliseconds

type Options = Parameters<NextResponse["cookies"]["set"]>[2];
export type SetCookie = [name: string, value: string, options?: Options];

/**
 * A Supabase client for one request: it holds that request's session and must not be shared. Its
 * cookies are sealed, so that nobody but this app makes a session, and hold the tokens alone: what
 * the SDK would keep besides, the user can make as long as they like.
 */
export function makeClient(requestCookies: Cookie[], set: (...cookie: SetCookie) => void) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = supabaseEnv();
  const until = Date.now() + TIMEOUT;
  let opened: ReturnType<typeof openCookies> | undefined;
  return createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookieEncoding: "raw",
    cookies: {
      encode: "tokens-only",
      getAll: () => {
        opened ??= openCookies(requestCookies, sessionName());
        return opened;
      },
      async setAll(changes) {
        for (const { name, value, options } of changes) {
          const parts = value ? await sealCookie({ name, value }) : [];
          for (const part of parts) set(part.name, part.value, options);
          if (!value) set(name, "", options);
          for (const left of findLeftOver(requestCookies, name, parts)) {
            set(left, "", { ...options, maxAge: 0 });
          }
        }
      },
    },
    auth: {
      // So that of several tabs each finds its own verifier when it comes back.
      experimental: { appendPkceFlowIdToRedirects: true },
    },
    cookieOptions: {
      name: sessionName(),
      // The SDK lets page script read its cookie unless told otherwise; it holds both tokens.
      httpOnly: true,
      secure: isHttps(),
    },
    global: { fetch: (input, init) => ask(until, input, init) },
  });
}

/**
 * The SDK ends a session at most of what is no refusal: a limit, or the page of a firewall. It also goes on
 * trying for half a minute, when the request is answered and nobody would keep the tokens: they would
 * be spent. So nothing is renewed after `until`.
 */
async function ask(until: number, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const isRenewal = String(input).includes("grant_type=refresh_token");
  const left = isRenewal ? until - Date.now() : TIMEOUT;
  if (left <= 0) return new Response(null, { status: 503 });
  const response = await fetch(input, { ...init, signal: AbortSignal.timeout(left) });
  if (!isRenewal || response.ok || (await refuses(response))) return response;
  return new Response(null, { status: 503 });
}

/**
 * The client of a route handler. What it sets reaches the browser by `keep` alone: a session that
 * Supabase has opened is not one here yet.
 */
export async function handlerClient() {
  const jar = await cookies();
  const changes = new Map<string, SetCookie>();
  const { auth } = makeClient(jar.getAll(), (...cookie) => {
    const [name] = cookie;
    // A value that was set before may have had more parts.
    for (const other of changes.keys()) if (other.startsWith(`${name}~`)) changes.delete(other);
    changes.set(name, cookie);
  });
  const keep = () => {
    for (const cookie of changes.values()) jar.set(...cookie);
  };
  return { auth, keep };
}

export type Auth = Awaited<ReturnType<typeof handlerClient>>["auth"];

/** Waits, but not for the half minute that the SDK tries to renew a session during an outage. */
export const waitBriefly = <T>(work: Promise<T>) =>
  Promise.race([work, sleep(TIMEOUT, undefined, { ref: false })]);

const sessionShape = z.object({ access_token: z.string(), refresh_token: z.string() });

/**
 * The session in the cookies. The SDK's own getSession() would spend the refresh token when less
 * than 90 seconds are left, and a page cannot keep what comes back.
 */
export async function readStoredSession(
  requestCookies: Cookie[],
): Promise<z.infer<typeof sessionShape> | undefined> {
  const opened = await openCookies(requestCookies, sessionName());
  const values = new Map(opened.map(({ name, value }) => [name, value]));
  const stored = await combineChunks(sessionName(), (name) => values.get(name));
  return stored ? sessionShape.safeParse(JSON.parse(stored)).data : undefined;
}
