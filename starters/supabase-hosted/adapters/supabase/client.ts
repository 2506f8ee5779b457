import { createHmac, timingSafeEqual } from "node:crypto";
import { type CookieOptions, combineChunks, createServerClient } from "@supabase/ssr";
import { z } from "zod";
import { cookieName, isHttps } from "#adapters/shared/cookies.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { supabaseEnv } from "./trust.ts";

type Cookie = { name: string; value: string };
export type SetCookie = [name: string, value: string, options?: CookieOptions];
/** The `cookies()` of a Server Action or a route handler. */
export interface Jar {
  getAll(): Cookie[];
  set(...cookie: SetCookie): unknown;
}

const nameOfSession = () => cookieName("supabase-session");
/** Of PKCE: with it a browser has asked for a mail, or was sent to a provider's page. */
const isVerifier = (name: string) => name.endsWith("-code-verifier");
const VERIFIER_LIFE = 86_400; // seconds, the longest that Supabase has its links work
/** For all that one request asks. A renewal that is answered later is kept by nobody. */
export const TIMEOUT = 5_000; // milliseconds

/**
 * A Supabase client for one request, whose session it holds: it must not be shared. A session that
 * it opens reaches the browser by `keep`. The cookies hold the tokens alone. They are signed, so that
 * nobody makes a session past this app, where there would be no question for a second factor.
 */
export function makeClient(jar: Jar) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = supabaseEnv();
  const changes: SetCookie[] = [];
  const signal = AbortSignal.timeout(TIMEOUT);
  const { auth } = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookieEncoding: "raw",
    // The SDK lets page script read its cookies unless told otherwise.
    cookieOptions: { name: nameOfSession(), httpOnly: true, secure: isHttps() },
    cookies: {
      encode: "tokens-only",
      getAll: () => readSigned(jar),
      setAll(all) {
        for (const { name, value, options } of all) {
          const signed = value && sign(name, value);
          if (!isVerifier(name) || !value) changes.push([name, signed, options]);
          else jar.set(name, signed, { ...options, maxAge: VERIFIER_LIFE });
        }
      },
    },
    global: { fetch: (input, init) => ask(input, { ...init, signal }) },
  });
  const keep = () => {
    for (const cookie of changes) jar.set(...cookie);
  };
  return { auth, changes, keep };
}

function sign(name: string, value: string): string {
  const mac = createHmac("sha256", deriveKey("supabase-cookies")).update(`${name}=${value}`);
  return `${value}.${mac.digest("base64url")}`;
}

function readSigned(jar: Pick<Jar, "getAll">): Cookie[] {
  return jar.getAll().flatMap(({ name, value: signed }) => {
    if (!name.startsWith(nameOfSession())) return [];
    const value = signed.slice(0, signed.lastIndexOf("."));
    const [given, expected] = [Buffer.from(signed), Buffer.from(sign(name, value))];
    const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
    return isGenuine ? [{ name, value }] : [];
  });
}

/** The SDK ends a session at most of what is no refusal: a wrong key, a limit, the page of a firewall. */
async function ask(input: RequestInfo | URL, init: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.ok || !String(input).includes("grant_type=refresh_token")) return response;
  const said = await response.text();
  const isRefusal =
    response.status < 500 && response.status !== 429 && said.includes('"error_code"');
  return new Response(said, { status: isRefusal ? response.status : 503 });
}

const sessionShape = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  /** Seconds. */
  expires_at: z.number(),
});

/**
 * The session in the cookies. The SDK's own getSession() would spend the refresh token when less
 * than 90 seconds are left, and a page cannot keep what comes back.
 */
export async function readSession(jar: Pick<Jar, "getAll">) {
  const values = new Map(readSigned(jar).map(({ name, value }) => [name, value]));
  const stored = await combineChunks(nameOfSession(), (name) => values.get(name));
  return stored ? sessionShape.safeParse(JSON.parse(stored)).data : undefined;
}
