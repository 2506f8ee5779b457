import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { withTimeout } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { seeOther } from "#lib/base/http/own-address.ts";
import { logError } from "#lib/base/process.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { endSession, ownerOf } from "#lib/identity/user-token.ts";
import { providerAbout } from "./about.ts";
import type { SessionAdapter } from "./contracts.ts";
import { sessionAdapter } from "./session.ts";
import {
  applySetCookies,
  endSessionCookies,
  invitationCookie,
  type Jar,
} from "./shared/cookies.ts";
import { providerTrust } from "./trust.ts";

const LONGEST_WAIT = 2_000; // milliseconds

/**
 * Signs out at the provider, if it answers in time. The cookies end in any case, so that this browser
 * has no session any more. For route handlers only.
 */
export async function signOut(request: Request, returnTo: string): Promise<Response> {
  const adapter = await sessionAdapter();
  const elsewhere = await withTimeout(adapter.signOut(request), LONGEST_WAIT).catch((error) =>
    logError("signing out at the provider failed", error),
  );
  endSessionCookies(await cookies());
  return seeOther(elsewhere ?? returnTo);
}

/**
 * Answers a request below /auth. If it signs another user in, the former user's session is ended:
 * no browser could sign out of it any more.
 */
export async function answerAuthRequest(
  adapter: SessionAdapter,
  request: NextRequest,
): Promise<Response> {
  const { method, nextUrl } = request;
  if (method === "GET" && nextUrl.pathname === providerAbout().hookPath) return answerHook(adapter);
  if (!adapter.handleAuthRequest) throw nothingHere();
  const invitation = request.cookies.get(invitationCookie())?.value;
  if (nextUrl.pathname === adapter.signUpRoute && (await identityHooks().isClosedTo(invitation))) {
    throw new HttpError(403, "SIGN_UP_CLOSED", "No new users can come in here");
  }
  const former = await findOwner(adapter, new Headers(request.headers));
  const response = await adapter.handleAuthRequest(request);
  if (!former) return response;
  const cookie = cookiesAfter(await cookies(), response);
  const present = await findOwner(adapter, new Headers({ cookie }));
  if (present && present.owner !== former.owner) {
    await endSession(former.session, await providerTrust(), false).catch(cannotRevoke);
  }
  return response;
}

/** Tells the browser's hook who is signed in, with TOKEN_RETRIEVAL=client alone. */
async function answerHook({ getSession }: SessionAdapter): Promise<Response> {
  if (appEnv().TOKEN_RETRIEVAL === "server") throw nothingHere();
  const session = await getSession();
  const headers = { "cache-control": "private, no-store" };
  return Response.json({ userId: session?.subject ?? session?.id ?? null }, { headers });
}

async function findOwner(adapter: SessionAdapter, headers: Headers) {
  if (!headers.get("cookie")) return undefined;
  try {
    const session = await adapter.readSession(headers);
    return session && { session, owner: await ownerOf(session, await providerTrust()) };
  } catch (error) {
    return cannotRevoke(error);
  }
}

const cannotRevoke = (error: unknown) => logError("the former session could not be revoked", error);

/** The cookies that the browser has once it has this answer of a route handler, as a header. */
function cookiesAfter(jar: Jar, response: Response): string {
  const pairs = jar
    .getAll()
    .filter(({ value }) => value)
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  return applySetCookies(pairs.join("; "), response.headers.getSetCookie());
}
