import { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";
import { toStorable } from "#lib/base/json.ts";
import { isMailDelivered, type Mail, sendMail } from "#lib/base/mail.ts";
import { limitAttempts, limitMails, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { ask, readForm, toAnswer } from "./library.ts";
import { readAddresses } from "./mails.ts";
import { collectMail, returnTo } from "./outbox.ts";
import { refuseEasyPassword } from "./refusals.ts";

const signInShape = z.object({
  email: z.string().trim(),
  password: z.string(),
  /** Of the mail that confirms the address. */
  confirm: z.string().optional(),
  returnTo,
});

const signUpShape = z.object({
  name: z
    .string()
    .transform((name) => toStorable(name).trim())
    .default(""),
  email: z.string().trim(),
  password: z.string(),
  returnTo,
});

export async function signIn(request: Request): Promise<Response> {
  const { confirm, returnTo, ...credentials } = await readForm(request, signInShape);
  const address = credentials.email.toLowerCase();
  return limitAttempts(request, address, async () => {
    const open = () => ask(request, "/sign-in/email", credentials);
    const { answer, mail } = await collectMail(returnTo, open);
    const problem = answer.ok ? undefined : await answer.clone().json();
    const isUnconfirmed = problem?.code === "EMAIL_NOT_VERIFIED";
    // The mail alone confirms nothing: somebody else may have made the account, with an address of others.
    const isRight = answer.ok || isUnconfirmed;
    const isConfirmed = isRight && !!confirm && (await confirmAddress(request, address, confirm));
    if (!isUnconfirmed) return toAnswer(answer);
    if (isConfirmed) return toAnswer(await open());
    if (mail) await deliver(request, mail);
    return answer;
  });
}

/** Whether the token is from a mail to this very address, and good. */
async function confirmAddress(request: Request, address: string, token: string): Promise<boolean> {
  if (readAddresses(token).email !== address) return false;
  return (await ask(request, `/verify-email?${new URLSearchParams({ token })}`)).ok;
}

const deliver = (request: Request, mail: Mail) =>
  limitMails(
    request,
    mail.to.toLowerCase(),
    () => sendMail(mail),
    () => true,
  );

/**
 * Creates an account. Where there is mail it is opened once its address is confirmed, and an address that
 * has one gets another mail. Without, it is signed in to at once, and so is the one that is there already:
 * that counts as an attempt, as it tells whether an address has an account.
 */
export async function signUp(request: Request): Promise<Response> {
  const { returnTo, ...form } = await readForm(request, signUpShape);
  const { email, password } = form;
  const address = email.toLowerCase();
  await limitSignUps(request);
  const make = () => collectMail(returnTo, () => ask(request, "/sign-up/email", form));
  if (isMailDelivered()) {
    await refuseEasyPassword(form);
    const { answer, mail } = await limitMails(request, address, make, (made) => !!made.mail);
    if (!answer.ok || !mail) return answer;
    await sendMail(mail);
    throw new HttpError(403, "CONFIRMATION_SENT", "A mail is on its way to this address");
  }
  return limitAttempts(request, address, async () => {
    await refuseEasyPassword(form);
    const { answer, mail } = await make();
    if (!answer.ok) return answer;
    if (mail) await deliver(request, mail);
    return toAnswer(await ask(request, "/sign-in/email", { email, password }));
  });
}
