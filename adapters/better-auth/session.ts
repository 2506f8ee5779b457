import { headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import { hasMail } from "#lib/base/mail.ts";
import type { SessionAdapter } from "../contracts.ts";
import { isTooOld } from "../shared/cookies.ts";
import { readProfile } from "../shared/read-profile.ts";
import { getAuth } from "./config.ts";
import { findActive, takesPasskeys } from "./plugins.ts";
import { handleAuthRequest } from "./routes.ts";
import { socialRedirects } from "./social.ts";

async function findSession(headers: Headers) {
  const auth = await getAuth();
  // proxy.ts prolongs it, where the cookie can be set as well.
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (!found || isTooOld(found.session.createdAt)) return undefined;
  const { session, user } = found;
  return {
    id: session.id,
    startedAt: session.createdAt,
    subject: user.id,
    organization: await findActive(session),
    providerToken: async () => (await auth.api.getToken({ headers })).token,
    profile: readProfile({ ...user, picture: user.image }),
  };
}

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  signUpRoute: "/auth/sign-up/email",
  signInOffer: () => ({
    redirects: socialRedirects(),
    passkey: takesPasskeys(appEnv().APP_URL),
    password: true,
    ...(hasMail() && { link: true, confirm: true, reset: true }),
    code: true,
    recovery: true,
  }),
  accountPath: "/account",
  organizationPath: "/organization",
  // Before anything is opened: `headers` is what tells Next that the page is dynamic.
  getSession: async () => findSession(await headers()),
  readSession: findSession,
  handleAuthRequest,

  signOut: async ({ headers }) => void (await (await getAuth()).api.signOut({ headers })),
};
