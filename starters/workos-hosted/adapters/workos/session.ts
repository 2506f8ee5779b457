import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { endCookie, endForGood } from "#adapters/shared/cookies.ts";
import { findLeftOver, joinCookies, splitCookie } from "#adapters/shared/long-cookies.ts";
import { isAnswer, loadSdk, openSession, sessionName } from "#adapters/workos/sdk.ts";
import { keysAddress, readAuthTime } from "#adapters/workos/trust.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";

const LONGEST_WAIT = 3_000; // milliseconds
const SIGN_OUT_WAIT = 1_500;
const SIGN_IN_PATH = "/auth/sign-in";

export const adapter: SessionAdapter = {
  signInPath: SIGN_IN_PATH,
  signInOffer: () => ({ redirects: [{ id: "workos", label: "WorkOS", path: SIGN_IN_PATH }] }),

  async getSession() {
    // The SDK demands that its part of the proxy has run, and that runs for this cookie only.
    if (!(await cookies()).has(sessionName())) return undefined;
    const { user, sessionId, accessToken } = await (await loadSdk()).withAuth();
    if (!user) return undefined;
    const claims = decodeJwt(accessToken);
    const { exp = 0, iat = 0 } = claims;
    return {
      id: sessionId,
      startedAt: new Date((readAuthTime(claims) ?? iat) * 1_000),
      // While WorkOS is out of reach, the cookie still names its user: nobody but this app can have sealed it.
      subject: exp * 1_000 > Date.now() ? undefined : user.id,
      providerToken: async () => accessToken,
      profile: {
        name: [user.firstName, user.lastName].filter(Boolean).join(" ") || undefined,
        email: user.email,
        emailVerified: user.emailVerified,
        picture: user.profilePictureUrl ?? undefined,
      },
    };
  },

  async handleAuthRequest(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "GET" && pathname === SIGN_IN_PATH) {
      // No visitor is sent to a page that cannot be loaded.
      if (!(await isReachable(LONGEST_WAIT))) return seeOther("/sign-in?problem=unavailable");
      const { getSignInUrl } = await loadSdk();
      const redirectUri = `${appEnv().APP_URL}/auth/callback`;
      const returnTo = readReturnTo(searchParams.get("returnTo"));
      // After a sign-in that was not accepted the same account would come back without a question.
      const maxAge = searchParams.has("again") ? 0 : undefined;
      return seeOther(await getSignInUrl({ redirectUri, returnTo, maxAge }));
    }
    if (request.method === "GET" && pathname === "/auth/callback") {
      if (!isAnswer(request)) {
        // What the address says besides anybody can have written.
        const problem = searchParams.has("error") ? "refused" : "failed";
        sayOncePerMinute(`WorkOS led a visitor back who is not signed in: ${problem}`);
        return seeOther(`/sign-in?problem=${problem}`);
      }
      const { handleAuth } = await loadSdk();
      const onError = () => seeOther("/sign-in?problem=failed");
      const answer = await handleAuth({ baseURL: appEnv().APP_URL, onError })(request);
      const jar = await cookies();
      splitSession(jar);
      return endForGood(jar, answer);
    }
    throw nothingHere();
  },

  readSession,

  async signOut({ headers }) {
    const { APP_URL } = appEnv();
    const session = await readSession(headers);
    if (!session || !(await isReachable(SIGN_OUT_WAIT))) return APP_URL;
    const { getWorkOS } = await loadSdk();
    // WorkOS leads back to listed addresses alone, so one is enough: our first page.
    const logout = { sessionId: session.id, returnTo: APP_URL };
    return getWorkOS().userManagement.getLogoutUrl(logout);
  },
};

/** Whose session these cookies are, be it expired. */
async function readSession(headers: Headers) {
  const { cookies } = new NextRequest(appEnv().APP_URL, { headers });
  const cookie = joinCookies(cookies.getAll()).find(({ name }) => name === sessionName());
  const opened = cookie && (await openSession(cookie.value));
  if (!opened) return undefined;
  const { user, accessToken } = opened;
  const { sid } = decodeJwt(accessToken);
  return { id: String(sid), subject: user.id, providerToken: async () => accessToken };
}

async function isReachable(wait: number): Promise<boolean> {
  const isOk = await fetch(keysAddress(), { signal: AbortSignal.timeout(wait) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isOk) sayOncePerMinute("WorkOS cannot be reached");
  return isOk;
}

/** What the SDK has just set browsers drop when it is long. */
function splitSession(jar: Awaited<ReturnType<typeof cookies>>): void {
  const session = jar.get(sessionName());
  if (!session) return;
  const parts = splitCookie(session);
  for (const left of findLeftOver(jar.getAll(), sessionName(), parts)) endCookie(jar, left);
  for (const part of parts) jar.set({ ...session, ...part });
}
