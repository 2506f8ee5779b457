import { appEnv } from "#lib/base/env.ts";

/**
 * Whether an issuer is this app, which signs user tokens as APP_URL and, where it keeps the provider's
 * sessions, provider tokens as APP_URL/auth. In any spelling: another scheme, case, slashes, percent encoding or
 * a dot after the host make none else.
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
