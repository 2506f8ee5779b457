import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "./http-error.ts";

/**
 * Whether a header names the app's address or the client's. Anybody may have written it, and Next and
 * the SDKs build addresses from it.
 */
export function isAddressHeader(name: string): boolean {
  return /^(?:host|forwarded|x-forwarded-.+|x-real-ip)$/i.test(name);
}

/** These headers for a request to APP_URL. */
export function ownAddressHeaders(): Record<string, string> {
  const { protocol, host, port } = new URL(appEnv().APP_URL);
  return {
    host,
    "x-forwarded-host": host,
    "x-forwarded-port": port || (protocol === "https:" ? "443" : "80"),
    "x-forwarded-proto": protocol.slice(0, -1),
  };
}

/**
 * Throws HttpError 403 for a request from another site's page. Browsers always send Origin with a
 * POST, so a request without it comes from no page.
 */
export function refuseForeignOrigin({ headers }: Request): void {
  const ours = new URL(appEnv().APP_URL).origin;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  // A form of ours has the Origin "null" as well, where a proxy or an extension sends no referrers.
  // Sec-Fetch-Site then says whose it is: no script can set it, and to the browser itself a sandboxed
  // frame, or a redirect by another site, is cross-site.
  const isOurs = !origin || origin === ours || (origin === "null" && site === "same-origin");
  if (!isOurs || site === "cross-site") {
    throw new HttpError(403, "CROSS_SITE", `This is done from a page of ${ours}`);
  }
}
