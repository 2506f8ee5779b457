import { headers } from "next/headers";
import type { SessionAdapter } from "../adapter.ts";
import { readProfile } from "../read-profile.ts";
import { getAuth } from "./config.ts";

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  cookies: /^(__Secure-)?better-auth\./,

  async getSession() {
    // Before anything is opened: this is what tells Next that the page is dynamic.
    const requestHeaders = await headers();
    const auth = await getAuth();
    const found = await auth.api.getSession({ headers: requestHeaders });
    if (!found) return undefined;
    const { session, user } = found;
    return {
      id: session.id,
      startedAt: session.createdAt,
      subject: user.id,
      providerToken: async () => (await auth.api.getToken({ headers: requestHeaders })).token,
      profile: readProfile({ ...user, picture: user.image }),
    };
  },

  async handleAuthRequest(request) {
    return (await getAuth()).handler(request);
  },

  async signOut(request, returnTo) {
    const auth = await getAuth();
    await auth.api.signOut({ headers: request.headers });
    return new Response(null, { status: 303, headers: { location: returnTo } });
  },
};
