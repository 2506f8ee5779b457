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

/**
 * Whether a cookie is the session's: it ends with the session, even where the provider cannot be
 * asked, or no request can be read for its size.
 */
export const isSessionCookie = (name: string) =>
  providerAbout().sessionCookies.test(plainName(name));

/** The Set-Cookie line that ends a cookie. Browsers take a name with the prefix with Secure and this path alone. */
export const endLine = (name: string) =>
  `${name}=; Path=/; Max-Age=0${isHttps() ? "; Secure" : ""}`;
