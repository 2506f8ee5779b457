import { appEnv } from "#lib/base/env.ts";
import { hasMail } from "#lib/base/mail.ts";
import { changes } from "./account-changes.ts";
import { ask, readSessions, readWays } from "./own-account-requests.ts";
import { takesPasskeys } from "./plugins.ts";

/** About whoever sent the request. The message of an HttpError may begin with the name of a field. */
export const account = {
  async read() {
    const { user, session, sessions } = await readSessions();
    const [passkeys, ways] = await Promise.all([
      ask(({ api }, sent) => api.listPasskeys(sent)),
      readWays(),
    ]);
    return {
      ...ways,
      name: user.name,
      email: user.email,
      takesAddress: hasMail(),
      hasSecondStep: user.twoFactorEnabled === true,
      takesPasskeys: takesPasskeys(appEnv().APP_URL),
      passkeys: passkeys.map((one) => ({ ...one, name: one.name || "Passkey" })),
      sessions: sessions.map(({ token, ...other }) => ({
        ...other,
        isCurrent: other.id === session.id,
      })),
    };
  },

  changes,
};
