import type { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import type { PolicySources, ProxyAdapter } from "../contracts.ts";
import { endLine } from "../shared/cookies.ts";
import { type Cookie, findLeftOver, joinCookies, splitCookie } from "../shared/long-cookies.ts";
import { sayNotRenewed } from "../shared/renewal.ts";
import { loadSdk, sessionName } from "./sdk.ts";
import { apiOrigin } from "./trust.ts";

/** Where the SDK hands the session on to `withAuth`. */
const SESSION_HEADER = "x-workos-session";

/** Signing out is a form, and browsers apply form-action to where its answer redirects. */
export const policySources = (): PolicySources => ({ "form-action": [apiOrigin()] });

/**
 * Renews the session before a page sees it. The SDK's authkitProxy() does the same and makes the
 * response as well, which is proxy.ts's here: `authkit` and `handleAuthkitHeaders` are its halves.
 */
export const refresh: ProxyAdapter = async (request) => {
  const cookie = joinCookies(request.cookies.getAll()).find(({ name }) => name === sessionName());
  // Signed out: the SDK would prepare a sign-in for every request.
  if (!cookie) return undefined;
  const { handleAuthkitHeaders } = await loadSdk();
  const cookies = request.cookies.getAll();
  request.cookies.set(cookie);
  const renewed = await renew(cookie.value, request);
  const headers = new Headers(renewed);
  headers.delete("set-cookie");
  for (const line of renewed.flatMap((entry) => splitSetCookie(entry, cookies))) {
    headers.append("set-cookie", line);
  }
  return handleAuthkitHeaders(request, headers);
};

/** The headers of the SDK's answer, one by one. */
type Entries = [name: string, value: string][];

async function renew(cookie: string, request: NextRequest): Promise<Entries> {
  const { authkit } = await loadSdk();
  const redirectUri = `${appEnv().APP_URL}/auth/callback`;
  const { headers } = await authkit(request, {
    redirectUri,
    onSessionRefreshError: ({ error, isTransient }) => {
      // Only what WorkOS has to do with has a status. The database is away, say.
      if (!(error instanceof Error && "status" in error)) throw error;
      sayNotRenewed("WorkOS", isTransient ? "goes on" : "ends", error);
    },
  });
  const entries = [...headers];
  // Neither a session nor its end: WorkOS cannot be reached. The cookie, which nobody but this app
  // can have sealed, still says who is signed in.
  const isAway = !headers.has(SESSION_HEADER) && !changesSession(entries);
  return isAway ? [...entries, [SESSION_HEADER, cookie]] : entries;
}

/** Whether the session's cookie is set or ended; the SDK sets others as well. */
function changesSession(entries: Entries): boolean {
  return entries.some(([name, line]) => name === "set-cookie" && readSession(line) !== undefined);
}

function readSession(line: string): string | undefined {
  const start = `${sessionName()}=`;
  return line.startsWith(start) ? line.slice(start.length) : undefined;
}

/** A Set-Cookie line as those that browsers keep: permissions make a session long. */
function splitSetCookie([name, line]: Entries[number], before: Cookie[]): string[] {
  if (name !== "set-cookie") return [];
  const session = readSession(line);
  if (session === undefined) return [line];
  const [value = "", ...attributes] = session.split(";");
  const parts = splitCookie({ name: sessionName(), value });
  return [
    ...parts.map((part) => [`${part.name}=${part.value}`, ...attributes].join(";")),
    ...findLeftOver(before, sessionName(), parts).map(endLine),
  ];
}
