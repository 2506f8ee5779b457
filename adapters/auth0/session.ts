import { headers } from "next/headers";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import type { SessionAdapter } from "../contracts.ts";
import { isReachable, readIds, SIGN_OUT_WAIT } from "../shared/provider-pages.ts";
import { readProfile } from "../shared/read-profile.ts";
import { subjectOfExpired } from "../shared/renewal.ts";
import { getAuth0, ROUTES } from "./auth0.ts";
import { config, readOrganization } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
const discovery = () => new URL(".well-known/openid-configuration", config().issuer);

export const adapter: SessionAdapter = {
  signInPath: ROUTES.login,
  organizationPath: `${ROUTES.login}?again=1`,
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
      organization: readOrganization(user),
      providerToken: async () => tokenSet.accessToken,
      profile: readProfile({ ...user, emailVerified: user.email_verified }),
    };
  },

  async readSession(headers) {
    const session = await getAuth0().getSession(new NextRequest(appEnv().APP_URL, { headers }));
    if (!session) return undefined;
    const { user, tokenSet, internal } = session;
    return { id: internal.sid, subject: user.sub, providerToken: async () => tokenSet.accessToken };
  },

  async handleAuthRequest(request) {
    const { pathname, searchParams } = new URL(request.url);
    // Signing out is POST /sign-out: by a GET any site could do it to a visitor.
    const served: string[] = [ROUTES.login, ROUTES.callback];
    if (appEnv().TOKEN_RETRIEVAL === "client") served.push(ROUTES.profile);
    if (!served.includes(pathname) || request.method !== "GET") throw nothingHere();
    if (pathname !== ROUTES.login) return getAuth0().middleware(request);
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
        // As in the links by which Auth0 invites people into an organisation.
        ...readIds(searchParams, ["organization", "invitation"]),
      },
    });
  },

  async signOut(request) {
    const { APP_URL } = appEnv();
    if (!(await isReachable(discovery(), SIGN_OUT_WAIT))) return APP_URL;
    // Auth0 leads back to listed addresses alone, so one is enough: our first page.
    const logout = new URL(`${ROUTES.logout}?returnTo=${encodeURIComponent(APP_URL)}`, APP_URL);
    const cookie = request.headers.get("cookie") ?? "";
    const ended = await getAuth0().middleware(new NextRequest(logout, { headers: { cookie } }));
    return ended.headers.get("location") ?? APP_URL;
  },
};
