import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { toStorable } from "#lib/base/json.ts";
import { hasMail, sendMail } from "#lib/base/mail.ts";
import { limitMails } from "#lib/identity/attempt-limit.ts";
import { hasAccount } from "./mails.ts";
import { collectMail } from "./outbox.ts";
import {
  ask,
  askByPassword,
  readSessions,
  readWays,
  STALE,
  sentRequest,
} from "./own-account-requests.ts";
import { refuseEasyPassword } from "./refusals.ts";
import { takeCode } from "./second-step.ts";

const ONE_DAY = 86_400_000; // milliseconds

/** What a form of the account page may ask for, by what is said once it is done. What comes back is shown this once. */
export const changes = {
  async renamed({ name }) {
    await ask(({ api }, sent) => api.updateUser({ ...sent, body: { name: readName(name) } }));
  },

  /** Ends all other sessions. */
  async password({ password: currentPassword = "", next: newPassword = "" }) {
    const { user } = await readSessions();
    await refuseEasyPassword({ ...user, password: newPassword }, "next");
    const body = { currentPassword, newPassword, revokeOtherSessions: true };
    await askByPassword(({ api }, sent) => api.changePassword({ ...sent, body }));
  },

  /** By a mail to it. An address that has an account gets another one, and the answer is the same. */
  async "address-asked"({ email, password = "" }) {
    if (!hasMail()) throw nothingHere();
    const { user, session } = await readSessions();
    const newEmail = readLine(email).toLowerCase();
    if (newEmail === user.email) throw new HttpError(400, "SAME", "email: this is yours already");
    if ((await readWays()).hasPassword) {
      await askByPassword(({ api }, sent) => api.verifyPassword({ ...sent, body: { password } }));
    } else if (Date.now() - session.createdAt.getTime() > ONE_DAY) {
      throw new HttpError(400, "SESSION_NOT_FRESH", STALE);
    }
    const { mail } = await limitMails(
      await sentRequest(),
      newEmail,
      () =>
        collectMail("/account?done=address", () =>
          ask(({ api }, sent) => api.changeEmail({ ...sent, body: { newEmail } })),
        ),
      () => true,
    );
    await sendMail(mail ?? hasAccount(newEmail));
  },

  async session({ id }) {
    const { sessions } = await readSessions();
    const token = sessions.find((session) => session.id === id)?.token;
    if (token) await ask(({ api }, sent) => api.revokeSession({ ...sent, body: { token } }));
  },

  /** What an authenticator app is told, and the codes for the day on which it is lost. */
  async "step-begun"({ password = "" }) {
    const made = await askByPassword(({ api }, sent) =>
      api.enableTwoFactor({ ...sent, body: { password, method: "totp" } }),
    );
    if (made.method !== "totp") throw new TypeError(`${made.method} is not set up here`);
    return { address: made.totpURI, codes: made.backupCodes };
  },

  async "step-on"(values) {
    const code = readLine(values.code);
    const { user } = await readSessions();
    const isNew = await takeCode(user.id, code);
    if (!isNew) throw new HttpError(400, "INVALID_CODE", "code: wait for the next code");
    await ask(({ api }, sent) => api.verifyTOTP({ ...sent, body: { code } }));
  },

  async "step-off"({ password = "" }) {
    await askByPassword(({ api }, sent) => api.disableTwoFactor({ ...sent, body: { password } }));
  },

  /** The old recovery codes are void. */
  async codes({ password = "" }) {
    const { backupCodes } = await askByPassword(({ api }, sent) =>
      api.generateBackupCodes({ ...sent, body: { password } }),
    );
    return { codes: backupCodes };
  },

  async "passkey-renamed"({ id = "", name }) {
    const body = { id, name: readName(name) };
    await ask(({ api }, sent) => api.updatePasskey({ ...sent, body }));
  },

  async "passkey-removed"({ id = "" }) {
    await ask(({ api }, sent) => api.deletePasskey({ ...sent, body: { id } }));
  },

  /** With everything that is kept for its user. */
  async deleted({ password }) {
    // Without one the library takes a session of today in its place.
    const tried = (await readWays()).hasPassword ? password || "none" : undefined;
    await askByPassword(({ api }, sent) => api.deleteUser({ ...sent, body: { password: tried } }));
  },
} satisfies Record<string, Change>;

type Change = (values: Record<string, string | undefined>) => Promise<unknown>;

const readLine = (text = "") => toStorable(text).trim();

function readName(text: string | undefined): string {
  const name = readLine(text);
  if (!name) throw new HttpError(400, "NO_NAME", "name: enter a name");
  return name;
}
