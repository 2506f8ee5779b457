import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { logError } from "#lib/base/log-error.ts";
import { withTimeout } from "#lib/base/with-timeout.ts";
import { endSession, ownerOf } from "#lib/identity/user-token.ts";
import type { SessionAdapter } from "./contracts.ts";
import { sessionAdapter } from "./session.ts";
import { cookiesAfter, endSessionCookies } from "./shared/cookies.ts";
import { providerTrust } from "./trust.ts";

const LONGEST_WAIT = 2_000; // milliseconds

/**
 * Signs out at the provider, if it answers in time. The cookies end in any case, so that this browser
 * has no session any more. For route handlers only.
 */
export async function signOut(request: Request, returnTo: string): Promise<Response> {
  const adapter = await sessionAdapter();
  const response = await withTimeout(adapter.signOut(request, returnTo), LONGEST_WAIT).catch(
    (error: unknown) => {
      logError("signing out at the provider failed", error);
      return new Response(null, { status: 303, headers: { location: returnTo } });
    },
  );
  endSessionCookies(await cookies());
  return response;
}

/**
 * Answers a request below /auth. If it signs another user in, the former user's session is ended:
 * no browser could sign out of it any more.
 */
export async function answerAuthRequest(
  adapter: SessionAdapter,
  request: NextRequest,
): Promise<Response> {
  if (!adapter.handleAuthRequest) throw nothingHere();
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
