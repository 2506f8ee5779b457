import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import type { SessionAdapter } from "../contracts.ts";
import { endCookie, endForGood } from "../shared/cookies.ts";
import { findLeftOver, joinCookies, splitCookie } from "../shared/long-cookies.ts";
import { isReachable, readIds, SIGN_OUT_WAIT, sayLedBack } from "../shared/provider-pages.ts";
import { readProfile, readText } from "../shared/read-profile.ts";
import { subjectOfExpired } from "../shared/renewal.ts";
import { isAnswer, loadSdk, openSession, sessionName } from "./sdk.ts";
import { keysAddress, readAuthTime, readOrganization } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
const SIGN_IN_PATH = "/auth/sign-in";
const UNAVAILABLE = "/sign-in?problem=unavailable";

export const adapter: SessionAdapter = {
  signInPath: SIGN_IN_PATH,
  organizationPath: `${SIGN_IN_PATH}?again=1`,
  signInOffer: () => ({ redirects: [{ id: "workos", label: "WorkOS", path: SIGN_IN_PATH }] }),

  async getSession() {
    // The SDK demands that its part of the proxy has run, and that runs for this cookie only.
    if (!(await cookies()).has(sessionName())) return undefined;
    const { withAuth } = await loadSdk();
    const { user, sessionId, accessToken } = await withAuth();
    if (!user) return undefined;
    const claims = decodeJwt(accessToken);
    const { exp = 0, iat = 0, auth_time: named } = claims;
    const authTime = typeof named === "number" ? named : (readAuthTime(claims) ?? iat);
    return {
      id: sessionId,
      startedAt: new Date(authTime * ONE_SECOND),
      subject: subjectOfExpired(exp * ONE_SECOND, user.id),
      organization: readOrganization(claims),
      providerToken: async () => accessToken,
      profile: readProfile({
        ...user,
        name: [readText(user.firstName), readText(user.lastName)].filter(Boolean).join(" "),
        picture: user.profilePictureUrl,
      }),
    };
  },

  async handleAuthRequest(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "GET" && pathname === SIGN_IN_PATH) {
      if (!(await isReachable(keysAddress()))) return seeOther(UNAVAILABLE);
      const { getSignInUrl } = await loadSdk();
      const redirectUri = `${appEnv().APP_URL}/auth/callback`;
      const returnTo = readReturnTo(searchParams.get("returnTo"));
      // After a sign-in that was not accepted the same account would come back without a question.
      const maxAge = searchParams.has("again") ? 0 : undefined;
      const { organization: organizationId } = readIds(searchParams, ["organization"]);
      return seeOther(await getSignInUrl({ redirectUri, returnTo, maxAge, organizationId }));
    }
    if (request.method === "GET" && pathname === "/auth/callback") {
      if (!isAnswer(request)) {
        const problem = searchParams.has("error") ? "refused" : "failed";
        sayLedBack("WorkOS", searchParams);
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

  async readSession(headers) {
    const { cookies } = new NextRequest(appEnv().APP_URL, { headers });
    const cookie = joinCookies(cookies.getAll()).find(({ name }) => name === sessionName());
    const opened = cookie && (await openSession(cookie.value));
    if (!opened) return undefined;
    const { user, accessToken } = opened;
    const { sid } = decodeJwt(accessToken);
    return { id: String(sid), subject: user.id, providerToken: async () => accessToken };
  },

  async signOut({ headers }) {
    const { APP_URL } = appEnv();
    const session = await adapter.readSession(headers);
    if (!session || !(await isReachable(keysAddress(), SIGN_OUT_WAIT))) return APP_URL;
    const { getWorkOS } = await loadSdk();
    // WorkOS leads back to listed addresses alone, so one is enough: our first page.
    const logout = { sessionId: session.id, returnTo: APP_URL };
    return getWorkOS().userManagement.getLogoutUrl(logout);
  },
};

/** What the SDK has just set browsers drop when it is long. */
function splitSession(jar: Awaited<ReturnType<typeof cookies>>): void {
  const session = jar.get(sessionName());
  if (!session) return;
  const parts = splitCookie(session);
  for (const left of findLeftOver(jar.getAll(), sessionName(), parts)) endCookie(jar, left);
  for (const part of parts) jar.set({ ...session, ...part });
}
