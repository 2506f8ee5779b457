import { providerAbout } from "#adapters/about.ts";
import { appEnv } from "#lib/base/env.ts";

/** Whether browsers send the app's cookies by https alone. */
export const isHttps = () => appEnv().APP_URL.startsWith("https:");

/**
 * What a cookie is called in a browser. By this prefix it is this very host's: none that another host
 * of the domain, or the network, could plant (RFC 6265bis §4.1.3.2).
 */
export const cookieName = (name: string) => (isHttps() ? `__Host-${name}` : name);

const LONGEST_SESSION = 90 * 24 * 60 * 60 * 1_000; // milliseconds
export const isTooOld = (startedAt: Date) => Date.now() - startedAt.getTime() > LONGEST_SESSION;

type Jar = Awaited<ReturnType<typeof import("next/headers").cookies>>;

/** Ends the cookies of the session. In a route handler alone. */
export function endSessionCookies(jar: Jar): void {
  for (const { name } of jar.getAll()) {
    const isOfSession = providerAbout().sessionCookies.test(name.replace(/^__(Host|Secure)-/, ""));
    if (isOfSession) jar.set(name, "", { maxAge: 0, path: "/", secure: isHttps() });
  }
}

/** A Cookie header as the browser will send it after these Set-Cookie lines, so the page behind sees the renewed session. */
export function applySetCookies(cookieHeader: string, setCookies: string[]): string {
  const cookies = new Map(cookieHeader.split("; ").filter(Boolean).map(splitPair));
  for (const line of setCookies) {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name, value] = splitPair(pair);
    if (attributes.some((attribute) => /^max-age=(0|-.*)$/i.test(attribute))) cookies.delete(name);
    else cookies.set(name, value);
  }
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function splitPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}
