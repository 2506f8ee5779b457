import { headers } from "next/headers";
import { NextRequest } from "next/server";
import { getAuth0, ROUTES } from "#adapters/auth0/auth0.ts";
import { config } from "#adapters/auth0/trust.ts";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { isReachable, SIGN_OUT_WAIT } from "#adapters/shared/provider-pages.ts";
import { readProfile } from "#adapters/shared/read-profile.ts";
import { subjectOfExpired } from "#adapters/shared/renewal.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";

const ONE_SECOND = 1_000; // milliseconds
const discovery = () => new URL(".well-known/openid-configuration", config().issuer);

export const adapter = {
  signInPath: ROUTES.login,
  signInOffer: () => ({ redirects: [{ id: "auth0", label: "Auth0", path: ROUTES.login }] }),

  // `getSession` reads the cookie. `getAccessToken` must not be called here: in a Server Component
  // it spends the rotating refresh token and cannot keep the new one, which ends the session.
  async getSession() {
    await headers();
    const session = await getAuth0().getSession();
    if (!session) return undefined;
    const { user, tokenSet, internal } = session;
    return {
      id: internal.sid,
      startedAt: new Date(internal.createdAt * ONE_SECOND),
      subject: subjectOfExpired(tokenSet.expiresAt * ONE_SECOND, user.sub),
      providerToken: async () => tokenSet.accessToken,
      profile: readProfile({ ...user, emailVerified: user.email_verified }),
    };
  },

  async handleAuthRequest(request: NextRequest) {
    const { pathname, searchParams } = new URL(request.url);
    // Signing out is POST /sign-out: by a GET any site could do it to a visitor.
    if (request.method !== "GET") throw nothingHere();
    if (pathname === ROUTES.callback) return getAuth0().middleware(request);
    if (pathname !== ROUTES.login) throw nothingHere();
    if (!(await isReachable(discovery()))) {
      return Response.redirect(new URL("/sign-in?problem=unavailable", appEnv().APP_URL), 303);
    }
    // Not by the SDK's route: it passes on whatever else a link to it asks for, such as another audience.
    const returnTo = readReturnTo(searchParams.get("returnTo"));
    return getAuth0().startInteractiveLogin({
      returnTo,
      authorizationParameters: {
        // After a sign-in that was not accepted the same account would come back without a question.
        ...(searchParams.has("again") && { prompt: "login" }),
      },
    });
  },

  async signOut(request: Request) {
    const { APP_URL } = appEnv();
    if (!(await isReachable(discovery(), SIGN_OUT_WAIT))) return APP_URL;
    // Auth0 leads back to listed addresses alone, so one is enough: our first page.
    const logout = new URL(`${ROUTES.logout}?returnTo=${encodeURIComponent(APP_URL)}`, APP_URL);
    const cookie = request.headers.get("cookie") ?? "";
    const ended = await getAuth0().middleware(new NextRequest(logout, { headers: { cookie } }));
    return ended.headers.get("location") ?? APP_URL;
  },
} satisfies Omit<SessionAdapter, "readSession">;
