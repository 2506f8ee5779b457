import { decodeJwt } from "jose";
import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { readRefusal, refuseSession, verifySessionToken } from "#lib/identity/refuse-session.ts";
import { countAttempt } from "../../lib/identity/attempt-limit.ts";
import { type Jar, makeClient, readSession } from "./client.ts";
import { trust } from "./trust.ts";

/** `goTo` is where the visitor goes on; otherwise it is said what the matter is. */
interface Outcome {
  goTo?: string;
  message?: string;
  field?: "email" | "newPassword";
  isDone?: boolean;
}

/** Of a longer one, the cookies would not fit into what Node takes of a request's headers. */
const LONGEST_TOKEN = 8 * 1_024; // characters
/** In which whoever has opened a mail's link may choose a new password. */
const TIME_TO_CHOOSE = 600; // seconds
const SENT = "A link is on its way. Open it in this browser.";

const text = z.string().trim().max(320).default("");
const secret = z.string().max(1_000).default("");
export const formShape = z.object({
  step: z.enum(["", "new", "forgot", "new-password"]),
  name: text,
  email: text,
  password: secret,
  newPassword: secret,
  returnTo: z.string().transform(readReturnTo),
});
type Form = z.infer<typeof formShape>;

/** Where a mail's link and a provider's page lead. Must be among the project's redirect URLs, or below its site URL. */
export const callbackUrl = (returnTo: string) =>
  withReturnTo(`${appEnv().APP_URL}/auth/callback`, returnTo);

/** What each step of the form does. To Supabase all visitors have one address, this server's: attempts are counted here. */
export const steps: Record<Form["step"], (form: Form, jar: Jar) => Promise<Outcome>> = {
  async ""({ email, password, returnTo }, jar) {
    const { problem, giveBack } = await countAttempt("attempts", email);
    if (problem) return { message: problem };
    const client = makeClient(jar);
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error?.code !== "invalid_credentials") await giveBack();
    if (error) return explain(error);
    return { goTo: await openSession(client, data.session.access_token, returnTo) };
  },

  async new({ name, email, newPassword: password, returnTo }, jar) {
    const mails = await countAttempt("mails", email);
    const accounts = await countAttempt("accounts", "everybody");
    const problem = mails.problem || accounts.problem;
    if (problem) return { message: problem };
    const client = makeClient(jar);
    const options = { data: { name }, emailRedirectTo: callbackUrl(returnTo) };
    const { data, error } = await client.auth.signUp({ email, password, options });
    if (error || data.session) await mails.giveBack();
    if (error) return explain(error);
    // With “Confirm email” on, Supabase has sent a mail instead.
    if (!data.session) return { isDone: true, message: `Almost there. ${SENT}` };
    return { goTo: await openSession(client, data.session.access_token, returnTo) };
  },

  async forgot({ email, returnTo }, jar) {
    const { problem, giveBack } = await countAttempt("mails", email);
    if (problem) return { message: problem };
    const options = { redirectTo: callbackUrl(returnTo) };
    const { error } = await makeClient(jar).auth.resetPasswordForEmail(email, options);
    // That limit is told of accounts alone, and the mail before it is on its way.
    if (!error || error.code === "over_email_send_rate_limit") {
      return { isDone: true, message: `If there is an account with this address: ${SENT}` };
    }
    await giveBack();
    return explain(error);
  },

  async "new-password"({ newPassword: password, returnTo }, jar) {
    const { access_token: token = "" } = (await readSession(jar)) ?? {};
    // Whoever is signed in otherwise would need no password to change it.
    if (!token || !isFromMail(token)) return { message: "This took too long. Ask for a new link." };
    const { error } = await makeClient(jar).auth.updateUser({ password });
    return error ? explain(error) : { goTo: returnTo };
  },
};

/** Whether a mail's link has opened its session just now. */
function isFromMail(token: string): boolean {
  const { amr = [] } = decodeJwt<{ amr?: { method: string; timestamp: number }[] }>(token);
  const since = Date.now() / 1_000 - TIME_TO_CHOOSE;
  return amr.some((by) => ["recovery", "otp"].includes(by.method) && by.timestamp > since);
}

/**
 * Follows a mail's link, or the way back from a provider's page. A code works in the browser that asked
 * for it alone: a cookie there has the PKCE verifier. A token_hash, which works in any, is not taken:
 * nobody's link signs another one in.
 */
export async function followLink(
  query: URLSearchParams,
  returnTo: string,
  jar: Jar,
): Promise<string> {
  const code = query.get("code");
  if (!code) {
    const isOfLink = query.get("error") === null || query.get("error_code") === "otp_expired";
    return `/sign-in?problem=${isOfLink ? "link" : "refused"}`;
  }
  const client = makeClient(jar);
  const { data, error } = await client.auth.exchangeCodeForSession(code);
  if (error) {
    const isOfLink = error.code && (error.status ?? 500) < 500;
    if (!isOfLink) explain(error);
    return `/sign-in?problem=${isOfLink ? "link" : "unavailable"}`;
  }
  const isReset = "redirectType" in data && data.redirectType === "recovery";
  const next = isReset ? withReturnTo("/sign-in/new-password", returnTo) : returnTo;
  return openSession(client, data.session.access_token, next);
}

/**
 * Makes a session that Supabase has opened, by whichever way, one of this app, unless it is refused.
 * Returns where the visitor goes on.
 */
async function openSession(
  { auth, keep }: ReturnType<typeof makeClient>,
  token: string,
  goTo: string,
): Promise<string> {
  const { data: factors, error } = await auth.mfa.listFactors();
  if (error) {
    explain(error);
    return "/sign-in?problem=unavailable";
  }
  const isProtected = factors.all.some(({ status }) => status === "verified");
  try {
    // A password or a mailbox alone would open the account.
    if (isProtected) refuseSession("factor", "its user has a second factor");
    if (token.length > LONGEST_TOKEN) refuseSession("form", "its token is longer than 8 KB");
    await verifySessionToken(token, trust());
  } catch (error) {
    if (readRefusal(error) === undefined) throw error;
    await auth.signOut({ scope: "local" });
    return `/sign-in?problem=${isProtected ? "factor" : "session"}`;
  }
  keep();
  return goTo;
}

/** By Supabase's error codes. */
const PROBLEMS: [codes: string, message: string, field?: Outcome["field"]][] = [
  ["invalid_credentials", "This e-mail address and password do not belong together."],
  ["email_not_confirmed", "Open the link in the mail that was sent to you first."],
  ["user_already_exists email_exists", "This address has an account. Sign in instead.", "email"],
  ["email_address_invalid validation_failed", "Enter another address.", "email"],
  ["weak_password", "This password is too easy to guess.", "newPassword"],
  ["same_password", "Choose another password than before.", "newPassword"],
  ["signup_disabled", "New accounts cannot be created here."],
  ["user_banned", "This account is blocked."],
];

/** What the visitor is told. What they did not cause is logged, without a message that may quote an address. */
function explain(error: { code?: string; name?: string; status?: number }): Outcome {
  const reason = error.code ?? error.name ?? "";
  const [, message, field] = PROBLEMS.find(([codes]) => codes.split(" ").includes(reason)) ?? [];
  if (message) return { message, field };
  sayOncePerMinute(`Supabase did not sign a visitor in: ${error.status || "no answer"} ${reason}`);
  return { message: "Sign-in is not reachable right now. Try again in a moment." };
}
