"use server";

import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { z } from "zod";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { getAuth } from "../../adapters/better-auth/auth.ts";
import { countAttempt } from "../../lib/identity/attempt-limit.ts";
import type { Answer } from "./sign-in-form.tsx";

const LONGEST = 1_000; // characters
const WRONG_ADDRESS: Answer = { message: "This is not an e-mail address.", field: "email" };

/** By the library's codes. */
const PROBLEMS: Record<string, Answer> = {
  INVALID_EMAIL_OR_PASSWORD: { message: "Wrong e-mail address or password.", field: "password" },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    message: "There is an account with this address. If it is yours, sign in.",
    field: "email",
  },
  VALIDATION_ERROR: { message: "Something is missing." },
  PASSWORD_TOO_SHORT: { message: "The password is too short.", field: "newPassword" },
  PASSWORD_TOO_LONG: { message: "The password is too long.", field: "newPassword" },
  INVALID_TOKEN: { message: "This link does not work any more. Ask for a new one." },
};

/** What the sign-in form sends, by its step. */
export async function submit(_before: Answer, form: FormData): Promise<Answer> {
  const read = (name: string) => String(form.get(name) ?? "").slice(0, LONGEST);
  const entered = { name: read("name").trim(), email: read("email").trim() };
  const answer = await take(read, entered).catch((error) => {
    const problem = isAPIError(error) && PROBLEMS[String(error.body?.code)];
    if (!problem) throw error;
    return problem;
  });
  if (answer) return { ...answer, entered };
  redirect(readReturnTo(read("returnTo")));
}

/** Takes one step. Returns what is to be said, unless the visitor is signed in now. */
async function take(
  read: (name: string) => string,
  { name, email }: { name: string; email: string },
): Promise<Answer | undefined> {
  const { api } = getAuth();
  const step = read("step");
  if (step !== "new-password" && !z.email().safeParse(email).success) return WRONG_ADDRESS;
  switch (step) {
    case "new": {
      const { problem } = await countAttempt("accounts", "everybody");
      if (problem) return { message: problem };
      const body = { name, email, password: read("newPassword") };
      await api.signUpEmail({ body, headers: await headers() });
      return undefined;
    }
    case "forgot": {
      const { problem } = await countAttempt("mails", email);
      if (problem) return { message: problem };
      // Afterwards, so that neither the answer nor its time tells whether there is an account.
      after(async () => void (await api.requestPasswordReset({ body: { email } })));
      return { message: "If this address has an account, a mail is on its way.", isDone: true };
    }
    case "new-password":
      await api.resetPassword({ body: { token: read("token"), newPassword: read("newPassword") } });
      return { message: "This is your password now. Sign in with it.", isDone: true };
    default: {
      const { problem, giveBack } = await countAttempt("attempts", email);
      if (problem) return { message: problem };
      const body = { email, password: read("password") };
      await api.signInEmail({ body, headers: await headers() });
      await giveBack();
      return undefined;
    }
  }
}
