import { headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { getAuth } from "./config.ts";
import { isEasyToGuess } from "./easy-passwords.ts";
import { ask, askByPassword } from "./own-account-requests.ts";
import { takesPasskeys } from "./plugins.ts";
import { takeCode } from "./second-step.ts";

const CREDENTIAL = "credential";

/** The user, and the sessions with the tokens that open them, which no page may have. */
async function readSessions() {
  const auth = await getAuth();
  const query = { disableRefresh: true };
  const found = await auth.api.getSession({ headers: await headers(), query });
  if (!found) throw new HttpError(401, "SIGNED_OUT", "You are signed out: sign in again");
  const { internalAdapter } = await auth.$context;
  const sessions = await internalAdapter.listSessions(found.user.id, { onlyActiveSessions: true });
  return { ...found, sessions };
}

/** About whoever sent the request. The message of an HttpError may begin with the name of a field. */
export const account = {
  async read() {
    const { user, session, sessions } = await readSessions();
    const [passkeys, accounts] = await Promise.all([
      ask(({ api }, sent) => api.listPasskeys(sent)),
      ask(({ api }, sent) => api.listUserAccounts(sent)),
    ]);
    return {
      name: user.name,
      email: user.email,
      hasPassword: accounts.some(({ providerId }) => providerId === CREDENTIAL),
      hasSecondStep: user.twoFactorEnabled === true,
      takesPasskeys: takesPasskeys(appEnv().APP_URL),
      passkeys: passkeys.map(({ id, name, createdAt }) => ({
        id,
        name: name || "Passkey",
        addedAt: createdAt,
      })),
      sessions: sessions.map(({ id, createdAt, updatedAt, userAgent }) => ({
        id,
        isCurrent: id === session.id,
        startedAt: createdAt,
        lastSeenAt: updatedAt,
        userAgent: userAgent ?? "",
      })),
      links: accounts
        .filter(({ providerId }) => providerId !== CREDENTIAL)
        .map(({ id, providerId }) => ({ id, name: providerId })),
    };
  },

  async rename(name: string) {
    if (!name) throw new HttpError(400, "NO_NAME", "name: enter a name");
    await ask(({ api }, sent) => api.updateUser({ ...sent, body: { name } }));
  },

  /** Ends all other sessions. */
  async changePassword(currentPassword: string, newPassword: string) {
    const { user } = await readSessions();
    if (await isEasyToGuess({ ...user, password: newPassword })) {
      const message = "next: this password is among the first that are tried";
      throw new HttpError(400, "PASSWORD_EASY", message);
    }
    const body = { currentPassword, newPassword, revokeOtherSessions: true };
    await askByPassword(({ api }, sent) => api.changePassword({ ...sent, body }));
  },

  async endSession(id: string) {
    const { sessions } = await readSessions();
    const token = sessions.find((session) => session.id === id)?.token;
    if (token) await ask(({ api }, sent) => api.revokeSession({ ...sent, body: { token } }));
  },

  /** What an authenticator app is told, and the codes for the day on which it is lost. */
  async prepareSecondStep(password: string) {
    const made = await askByPassword(({ api }, sent) =>
      api.enableTwoFactor({ ...sent, body: { password, method: "totp" } }),
    );
    if (made.method !== "totp") throw new TypeError(`${made.method} is not set up here`);
    return { address: made.totpURI, codes: made.backupCodes };
  },

  async startSecondStep(code: string) {
    const { user } = await readSessions();
    const isNew = await takeCode(user.id, code);
    if (!isNew) throw new HttpError(400, "INVALID_CODE", "code: wait for the next code");
    await ask(({ api }, sent) => api.verifyTOTP({ ...sent, body: { code } }));
  },

  async stopSecondStep(password: string) {
    await askByPassword(({ api }, sent) => api.disableTwoFactor({ ...sent, body: { password } }));
  },

  /** New recovery codes. The old ones are void. */
  async renewCodes(password: string) {
    const { backupCodes } = await askByPassword(({ api }, sent) =>
      api.generateBackupCodes({ ...sent, body: { password } }),
    );
    return backupCodes;
  },

  async renamePasskey(id: string, name: string) {
    if (!name) throw new HttpError(400, "NO_NAME", "name: enter a name");
    await ask(({ api }, sent) => api.updatePasskey({ ...sent, body: { id, name } }));
  },

  async removePasskey(id: string) {
    await ask(({ api }, sent) => api.deletePasskey({ ...sent, body: { id } }));
  },

  /** Deletes the account with everything that is kept for its user. */
  async remove(password: string) {
    // Without one the library takes a session of today in its place.
    const tried = (await account.read()).hasPassword ? password || "none" : undefined;
    await askByPassword(({ api }, sent) => api.deleteUser({ ...sent, body: { password: tried } }));
  },
};
