import type { BetterAuthOptions } from "better-auth";
import { magicLink } from "better-auth/plugins/magic-link";
import { decodeJwt } from "jose";
import { appEnv } from "#lib/base/env.ts";
import { hasMail, isMailDelivered, type Mail } from "#lib/base/mail.ts";
import { collect, host, notify, pageAddress } from "./outbox.ts";

/** Of a sign-in link. */
export const LINK_LIFETIME = 10 * 60; // seconds

function toMail(to: string, subject: string, ...lines: string[]): Mail {
  const end = "If it was not you who asked for this, do nothing.";
  return { to, subject, text: `${[...lines, end].join("\n\n")}\n` };
}

/** What an address gets that has no account: a form tells nobody whether it has. */
export const noAccount = (to: string) =>
  toMail(
    to,
    "No account",
    `Somebody wanted to sign in at ${host()} with this address, which has no account there.`,
    `You can create one: ${appEnv().APP_URL}/sign-up`,
  );

export const hasAccount = (to: string) =>
  toMail(
    to,
    "You have an account",
    `Somebody wanted to use this address at ${host()}, where it has an account already.`,
    `Sign in with its password: ${pageAddress("/sign-in")}`,
    `Or choose a new password: ${pageAddress("/sign-in/forgot")}`,
  );

const signInLink = (to: string, token: string) =>
  toMail(
    to,
    "Sign in",
    `To sign in at ${host()}, open this page within ten minutes, in the browser in which you asked for it:`,
    pageAddress("/sign-in/confirm", { token, type: "link" }),
  );

const confirmation = (to: string, token: string) =>
  toMail(
    to,
    "Confirm your address",
    `To confirm your address at ${host()}, open this page within an hour and sign in there:`,
    pageAddress("/sign-in", { confirm: token }),
  );

const newAddress = (to: string, token: string) =>
  toMail(
    to,
    "Your new address",
    `To sign in at ${host()} with this address from now on, open this page within an hour:`,
    pageAddress("/sign-in/confirm", { token, type: "address" }),
  );

/** The address that a mail's token is about, and what it is to become. Whether it is genuine, the library says. */
export function readAddresses(token: string): { email?: string; updateTo?: string } {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

/** What the library is told of passwords and of mail. */
export function mailOptions() {
  // Signing in comes afterwards, for a new account as for one that is there already.
  const emailAndPassword = { enabled: true, autoSignIn: false };
  if (!hasMail()) return { emailAndPassword };
  return {
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      sendVerificationEmail: async ({ user: { email }, token }) =>
        collect(
          readAddresses(token).updateTo ? newAddress(email, token) : confirmation(email, token),
        ),
    },
    emailAndPassword: {
      ...emailAndPassword,
      requireEmailVerification: isMailDelivered(),
      onExistingUserSignUp: async ({ user }) => collect(hasAccount(user.email)),
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => notify(user.email, "Your password was changed."),
      sendResetPassword: async ({ user: { email, emailVerified }, token }) =>
        collect(
          toMail(
            email,
            "Choose a new password",
            `To choose a new password at ${host()}, open this page within an hour:`,
            pageAddress("/sign-in/new-password", { token }),
            emailVerified
              ? "You are signed out everywhere else then."
              : "This address was never confirmed, so nobody knows that the account is yours: you will have an empty one.",
          ),
        ),
    },
  } satisfies BetterAuthOptions;
}

/** Sign-in by a link. One opens an account whose address is confirmed, and no other. */
export const linkPlugin = () =>
  magicLink({
    expiresIn: LINK_LIFETIME,
    disableSignUp: true,
    async sendMagicLink({ email, token }, ctx) {
      const found = await ctx?.context.internalAdapter.findUserByEmail(email);
      const half = token.length / 2;
      const mail = found?.user.emailVerified
        ? signInLink(email, token.slice(0, half))
        : found
          ? hasAccount(email)
          : noAccount(email);
      collect(mail, token.slice(half));
    },
  });
