import { headers } from "next/headers";
import type { SessionAdapter } from "../adapter.ts";
import { readProfile } from "../read-profile.ts";
import { isTooOld } from "../renewal-time.ts";
import { getAuth } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",

  async getSession() {
    // Before anything is opened: this is what tells Next that the page is dynamic.
    const requestHeaders = await headers();
    const auth = await getAuth();
    // proxy.ts prolongs it, where the cookie can be set as well.
    const query = { disableRefresh: true };
    const found = await auth.api.getSession({ headers: requestHeaders, query });
    if (!found || isTooOld(found.session.createdAt)) return undefined;
    const { session, user } = found;
    return {
      id: session.id,
      startedAt: session.createdAt,
      subject: user.id,
      providerToken: async () => (await auth.api.getToken({ headers: requestHeaders })).token,
      profile: readProfile({ ...user, picture: user.image }),
    };
  },

  handleAuthRequest,

  async signOut(request, returnTo) {
    const auth = await getAuth();
    await auth.api.signOut({ headers: request.headers });
    return new Response(null, { status: 303, headers: { location: returnTo } });
  },
};
