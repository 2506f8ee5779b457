import { createHash, randomInt } from "node:crypto";
import { escapeHtml } from "./login-page.ts";
import { type Account, problem } from "./supabase-answers.ts";

interface Mail {
  account: Account;
  type: "magiclink" | "recovery";
  challenge: string;
  redirectTo: string;
  hash: string;
  code: string;
}

export type Flow = Pick<Mail, "account" | "challenge" | "type">;

/** GoTrue's mails. Each has one token, which is spent once: by its link, by the hash that a template may have instead, or as a code. */
export function makeMails(issuer: () => string) {
  const sent: Mail[] = [];
  const open = new Map<string, Mail>();

  function spend(isMeant: (mail: Mail) => boolean, type: string): Mail | undefined {
    const mail = [...open.values()].find(isMeant);
    const fits = type === mail?.type || (type === "email" && mail?.type === "magiclink");
    if (!mail || !fits) return undefined;
    open.delete(mail.account.email);
    return mail;
  }

  return {
    send(account: Account, type: Mail["type"], challenge: string, redirectTo: string): void {
      const code = String(randomInt(100_000, 1_000_000));
      const hash = `pkce_${createHash("sha224")
        .update(account.email + code)
        .digest("hex")}`;
      const mail = { account, type, challenge, redirectTo, hash, code };
      sent.push(mail);
      open.set(account.email, mail);
    },

    /** The link of the usual template, which the provider itself answers. */
    follow(query: URLSearchParams): { redirectTo: string; flow?: Flow } {
      const redirectTo = query.get("redirect_to") ?? "";
      const hash = query.get("token") ?? "";
      const flow = spend((mail) => mail.hash === hash, query.get("type") ?? "");
      return { redirectTo, flow };
    },

    /** What the app sends: the hash, or the code with its address. */
    verify({ token_hash, email, token, type = "" }: Record<string, string>): Mail | Response {
      const mail = spend(
        ({ hash, code, account }) =>
          token_hash === undefined
            ? account.email === email && code === token
            : hash === token_hash,
        type,
      );
      return mail ?? problem(403, "otp_expired", "Token has expired or is invalid");
    },

    /** The page that stands for everybody's mailbox. */
    show(): Response {
      const items = sent.map(({ account, type, redirectTo, hash, code }) => {
        const query = new URLSearchParams({ token: hash, type, redirect_to: redirectTo });
        const kind = type === "magiclink" ? "email" : type;
        const own = `${redirectTo}&token_hash=${hash}&type=${kind}`;
        return `<li>${escapeHtml(account.email)}: <a href="${escapeHtml(`${issuer()}/verify?${query}`)}">Sign in</a>, <a href="${escapeHtml(own)}">Open in the app</a>, <code>${code}</code></li>`;
      });
      const page = `<!doctype html><title>Mails</title><h1>Mails</h1><ul>${items.join("")}</ul>`;
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    },
  };
}
