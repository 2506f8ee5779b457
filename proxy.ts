import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import type { PolicySources } from "#adapters/contracts.ts";
import { proxyAdapter } from "#adapters/proxy.ts";
import { passOn, rebaseRequest } from "#adapters/shared/next-request.ts";
import { pageSources, usesMicrophone } from "#app/page-sources.ts";
import { forgetAnswer, isDatabaseAway } from "#drizzle/client.ts";
import { withTimeout } from "#lib/base/background.ts";
import { databaseAway, toStorageError } from "#lib/base/http/handle.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin } from "#lib/base/http/own-address.ts";
import { refuseUnreadableForm } from "#lib/base/http/read-request.ts";
import {
  makeNonce,
  PERMISSIONS_WITH_MICROPHONE,
  pagePolicy,
} from "#lib/base/http/security-headers.ts";
import { isOutage } from "#lib/base/outage.ts";
import { isStartFailing } from "#lib/base/read-env.ts";

const LONGEST_BEFORE_SIGN_OUT = 1_000; // milliseconds
const SESSION_FORMS = /^\/(sign-out$|auth\/)/;

// Pages, /user-token, /sign-out and /auth/*. Never the API paths: a proxy truncates bodies at 10 MB.
export const config = {
  matcher: [
    "/((?!v1/|oauth/|\\.well-known/|health(?:/|$)|metrics(?:/|$)|threads/|auth/mcp|audio/|storage/|projects(?:/|$)|_next/|icon\\.svg$|favicon\\.ico$).*)",
  ],
};

/**
 * Renews the provider's session, because a page cannot set cookies, and adds the page's policy.
 * No authorisation check: every page and handler asks the session itself.
 */
export async function proxy(request: NextRequest, event: NextFetchEvent): Promise<Response> {
  if (wantsPage(request) && (await isStartFailing())) {
    return NextResponse.rewrite(new URL("/setup", request.url));
  }
  const refused = await refuseAction(request);
  if (refused) return refused;
  // Signing out does without it, and what signs people in says it itself.
  const needsDatabase = request.method === "GET" || !SESSION_FORMS.test(request.nextUrl.pathname);
  if (needsDatabase && (await isDatabaseAway())) return tellDatabaseAway(request);
  const adapter = await proxyAdapter();
  const rebased = rebaseRequest(request);
  const renewal = adapter?.refresh(rebased, event);
  let renewed: Response | undefined;
  try {
    // Signing out waits only briefly for this, and does not fail with it.
    renewed = await (renewal && request.nextUrl.pathname === "/sign-out"
      ? withTimeout(renewal, LONGEST_BEFORE_SIGN_OUT).catch(() => undefined)
      : renewal);
  } catch (error) {
    // A full disk still lets everything be read, so then it goes on without.
    if (!toStorageError(error)) throw error;
    forgetAnswer();
    if (needsDatabase && isOutage(error)) return tellDatabaseAway(request);
  }
  if (renewed && (renewed.body !== null || renewed.headers.has("location"))) return renewed;

  const nonce = makeNonce();
  const policy = contentSecurityPolicy(nonce, adapter?.policySources?.());
  const page = passOn(rebased, renewed, { nonce, policy });
  if (usesMicrophone()) page.headers.set("permissions-policy", PERMISSIONS_WITH_MICROPHONE);
  return page;
}

const wantsPage = ({ headers }: Request) => headers.get("accept")?.includes("text/html") === true;

/** A page cannot answer with a status of its own. This one tries again by itself. */
function tellDatabaseAway(request: NextRequest): Response {
  const problem = databaseAway();
  if (!wantsPage(request)) return problem.toResponse();
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5"><title>Not available</title><main><h1>This page is not available</h1><p>${problem.message}.</p></main></html>`;
  const headers = {
    ...problem.headers,
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'",
  };
  return new Response(page, { status: problem.status, headers });
}

/**
 * Refuses what another site's page would change, and what no page of ours sends: an action can be
 * called by any path, in any spelling. Under /auth a provider's answer may come by POST, and what is
 * there checks for itself.
 */
async function refuseAction(request: NextRequest): Promise<Response | undefined> {
  const isProviders = request.nextUrl.pathname.startsWith("/auth/");
  if (["GET", "HEAD"].includes(request.method)) return undefined;
  if (isProviders && !request.headers.has("next-action")) return undefined;
  try {
    refuseForeignOrigin(request);
    await refuseUnreadableForm(request);
    return undefined;
  } catch (error) {
    if (!isHttpError(error)) throw error;
    return error.toResponse();
  }
}

/** The policy of a page with this nonce. */
export function contentSecurityPolicy(nonce: string, added: PolicySources = {}): string {
  return pagePolicy(nonce, pageSources(), added);
}
