import { appEnv } from "#lib/base/env.ts";

/**
 * Whether an issuer is this app, in any spelling: scheme, case, slashes, percent encoding and a dot
 * after the host do not matter. User tokens have the issuer APP_URL, and the tokens of a provider
 * whose sessions this app keeps have APP_URL/auth.
 */
export function isOwnIssuer(issuer: string): boolean {
  const own = normalise(appEnv().APP_URL);
  return [own, `${own}/auth`].includes(normalise(issuer));
}

function normalise(issuer: string): string {
  const trimmed = issuer.trim();
  if (!URL.canParse(trimmed)) return trimmed;
  const { hostname, port, pathname } = new URL(trimmed);
  const segments = decode(pathname).split("/").filter(Boolean);
  return [`${hostname.replace(/\.$/, "")}:${port}`, ...segments].join("/").toLowerCase();
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
