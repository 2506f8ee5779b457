import { z } from "zod";
import { HttpError } from "./http/http-error.ts";
import { nameError, processWide, sayOncePerMinute } from "./process.ts";
import { isLoopbackHost } from "./public-address.ts";
import { EnvError, readEnv } from "./read-env.ts";

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

const LONGEST_WAIT = 5_000; // milliseconds, for each step of a delivery
const MOST_KEPT = 50;

const shape = {
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: "must be the address of a mail server, such as smtp://user:password@host:587",
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]+ )?<?[^<>@\s]+@[^<>@\s]+>?$/,
      "must be an address such as App <app@example.com>",
    )
    .optional(),
  NODE_ENV: z.string().optional(),
};

/** The variables of mail, checked. Throws EnvError. */
export function mailSettings() {
  const settings = readEnv(shape);
  if (settings.SMTP_URL && !settings.MAIL_FROM) {
    throw new EnvError(["MAIL_FROM: is required with SMTP_URL, such as App <app@example.com>"]);
  }
  return settings;
}

/** Whether mail reaches people's mailboxes. */
export const isMailDelivered = () => mailSettings().SMTP_URL !== undefined;

/** In development without a mail server, mails are kept for a page of the app instead. */
export const isMailKept = () => !isMailDelivered() && mailSettings().NODE_ENV === "development";

export const hasMail = () => isMailDelivered() || isMailKept();

/** The last ones, newest first. */
export const keptMails = () => processWide("kept-mails", (): Mail[] => []);

/** Resolves once the mail server has taken it. Throws HttpError 503 while it does not. */
export async function sendMail(mail: Mail): Promise<void> {
  if (isMailKept()) {
    keptMails().unshift(mail);
    keptMails().splice(MOST_KEPT);
    console.log(`Mail to ${mail.to}: ${mail.subject}\n${mail.text}`);
    return;
  }
  try {
    const to = { name: "", address: mail.to };
    await (await transport()).sendMail({ ...mail, to });
  } catch (cause) {
    sayOncePerMinute(`A mail could not be sent: ${nameError(cause)}`);
    throw new HttpError(503, "MAIL_UNAVAILABLE", "The mail could not be sent", { cause });
  }
}

function transport() {
  return processWide("mail-transport", async () => {
    const { SMTP_URL = "", MAIL_FROM } = mailSettings();
    const { createTransport } = await import("nodemailer");
    const { hostname, password } = new URL(SMTP_URL);
    const options = {
      url: SMTP_URL,
      // Somebody in between could else have the password sent as it is.
      requireTLS: password !== "" && !isLoopbackHost(hostname),
      connectionTimeout: LONGEST_WAIT,
      greetingTimeout: LONGEST_WAIT,
      socketTimeout: LONGEST_WAIT,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    return createTransport(options, { from: MAIL_FROM });
  });
}
