import { appEnv } from "#lib/base/env.ts";
import { providerAbout } from "../about.ts";

/** Whether browsers send the app's cookies by https alone. */
export const isHttps = () => appEnv().APP_URL.startsWith("https:");

/**
 * What a cookie is called in a browser. By this prefix it is this very host's: none that another host
 * of the domain, or the network, could plant (RFC 6265bis §4.1.3.2).
 */
export const cookieName = (name: string) => (isHttps() ? `__Host-${name}` : name);

/** The name that `cookieName` was given. */
export const plainName = (name: string) => name.replace(/^__(Host|Secure)-/, "");

/** Of a cookie that no page script reads and no other site sends, for so many seconds. */
export const keptFor = (maxAge: number) =>
  ({ httpOnly: true, sameSite: "lax", secure: isHttps(), path: "/", maxAge }) as const;

const LONGEST_SESSION = 90 * 24 * 60 * 60 * 1_000; // milliseconds

/** Whether a session that this app keeps has lasted long enough, however often its cookie was prolonged. */
export const isTooOld = (startedAt: Date, longest = LONGEST_SESSION) =>
  Date.now() - startedAt.getTime() > longest;

/** What a browser brings that has opened an invitation. */
export const invitationCookie = () => cookieName("invitation");

/** By this name a browser keeps which guest it is. */
export const GUEST_COOKIE = "guest";

/**
 * Whether a cookie is the session's, or a guest's: it ends with the session, even where the provider cannot be
 * asked, or no request can be read for its size.
 */
export const isSessionCookie = (name: string) =>
  plainName(name) === GUEST_COOKIE || providerAbout().sessionCookies.test(plainName(name));

/** The Set-Cookie line that ends a cookie. Browsers take a name with the prefix with Secure and this path alone. */
export const endLine = (name: string) =>
  `${name}=; Path=/; Max-Age=0${isHttps() ? "; Secure" : ""}`;

export type Jar = Awaited<ReturnType<typeof import("next/headers").cookies>>;

/** Ends a cookie, as `endLine` does. */
export function endCookie(jar: Jar, name: string): void {
  jar.set(name, "", { maxAge: 0, path: "/", secure: isHttps() });
}

/** Ends the cookies of the active provider's session, and a guest's unless that stays. In a route handler alone. */
export function endSessionCookies(jar: Jar, keepsGuest = false): void {
  for (const { name } of jar.getAll()) {
    const stays = keepsGuest && plainName(name) === GUEST_COOKIE;
    if (isSessionCookie(name) && !stays) endCookie(jar, name);
  }
}

/**
 * A response that ends the cookies it means to: beside others that are set, Next writes one with
 * Max-Age=0 as an empty one that stays.
 */
export function endForGood(jar: Jar, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("set-cookie");
  for (const line of response.headers.getSetCookie()) {
    if (/;\s*max-age=0(;|$)/i.test(line)) endCookie(jar, line.split("=", 1)[0] ?? "");
    else headers.append("set-cookie", line);
  }
  return new Response(response.body, { status: response.status, headers });
}

/** An answer that has these Set-Cookie lines and no body. */
export function withCookies(lines: string[], init?: ResponseInit): Response {
  const response = new Response(null, init);
  for (const line of lines) response.headers.append("set-cookie", line);
  return response;
}

/** A Cookie header as the browser will send it after these Set-Cookie lines, so the page behind sees the renewed session. */
export function applySetCookies(cookieHeader: string, setCookies: string[]): string {
  const cookies = new Map(cookieHeader.split("; ").filter(Boolean).map(splitPair));
  for (const line of setCookies) {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name, value] = splitPair(pair);
    if (attributes.some(endsCookie)) cookies.delete(name);
    else cookies.set(name, value);
  }
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function splitPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function endsCookie(attribute: string): boolean {
  const [name, value] = splitPair(attribute);
  if (name.toLowerCase() === "max-age") return Number(value) <= 0;
  return name.toLowerCase() === "expires" && Date.parse(value) <= Date.now();
}
