import { decodeJwt } from "jose";
import { z } from "zod";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, refuseForeignOrigin } from "#lib/base/http/own-address.ts";
import { limitAttempts, limitMails, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { type Problem, toFormError } from "./form-problem.ts";
import { enterCode, keepAsked, readHalf, setPassword } from "./half-session.ts";
import { openSession, sendMail } from "./open-session.ts";
import type { Auth } from "./server-client.ts";
import { callbackUrl, supabaseEnv } from "./trust.ts";

/** What a link with a token_hash says that it is for: the SDK's `EmailOtpType`. */
const MAIL_TYPES = ["email", "signup", "magiclink", "recovery", "invite", "email_change"] as const;

const text = (longest: number) => z.string().max(longest).default("");
const formShape = z.object({
  name: z.string().trim().max(200).optional(),
  email: text(320).transform((address) => address.trim()),
  password: text(1_000),
  /** Of a mail or an authenticator app. */
  code: text(100).transform((code) => code.replace(/\s/g, "")),
  /** Of a mail's link. */
  token: text(1_000),
  type: z.enum(MAIL_TYPES).default("email"),
  returnTo: z.string().optional().transform(readReturnTo),
});
type Form = z.infer<typeof formShape>;

const STEP_OVER = { code: "step_over", status: 403 };

/** What our forms ask for. The cookies of a session are set on success. */
const actions: Record<string, (request: Request, form: Form) => Promise<Response>> = {
  "/auth/sign-in": (request, { email, password }) =>
    attempt(request, email, (auth) => auth.signInWithPassword({ email, password })),

  "/auth/mail-code": (request, { email, code: token }) =>
    attempt(request, email, (auth) => auth.verifyOtp({ email, token, type: "email" })),

  async "/auth/code"(request, { code }) {
    const half = await readHalf("code");
    if (!half) return answer(STEP_OVER);
    const user = String(decodeJwt(half.access_token).sub);
    return attempt(request, user, (auth) => enterCode(auth, half, code), half.isReset);
  },

  "/auth/sign-up": (request, { name, email, password, returnTo }) => {
    const options = { data: { name }, emailRedirectTo: callbackUrl(returnTo) };
    return mail(
      request,
      email,
      () => openSession((auth) => auth.signUp({ email, password, options })),
      // With "Confirm email" on, Supabase sends a link and gives no session yet.
      (problem) => problem?.code === "confirmation_sent",
    );
  },

  "/auth/link": (request, { email, returnTo }) => {
    const shouldCreateUser = supabaseEnv().SIGN_UP !== "closed";
    const options = { emailRedirectTo: callbackUrl(returnTo), shouldCreateUser };
    return mail(request, email, () => sendMail((auth) => auth.signInWithOtp({ email, options })));
  },

  async "/auth/reset"(request, { email, returnTo }) {
    const options = { redirectTo: callbackUrl(returnTo) };
    return mail(request, email, async () => {
      const problem = await sendMail((auth) => auth.resetPasswordForEmail(email, options));
      // Said of accounts alone, and the mail before it is on its way.
      return problem?.code === "over_email_send_rate_limit" ? null : problem;
    });
  },

  async "/auth/confirm"(request, { token: token_hash, type }) {
    await limitSignUps(request);
    const half = await readHalf("account", token_hash);
    const setsPassword = half?.isReset ?? (type === "recovery" || type === "invite");
    const open = (auth: Auth) =>
      half ? auth.setSession(half) : auth.verifyOtp({ token_hash, type });
    return answer(await openSession(open, setsPassword, token_hash));
  },

  async "/auth/new-password"(_request, { password }) {
    const half = await readHalf("password");
    if (!half) return answer(STEP_OVER);
    return answer(await openSession((auth) => setPassword(auth, half, password)));
  },
};

/** To Supabase all visitors have one address, this server's: none of them may use up what it allows. */
const attempt = (request: Request, account: string, ...asked: Parameters<typeof openSession>) =>
  limitAttempts(request, account.toLowerCase(), async () => answer(await openSession(...asked)));

async function mail(
  request: Request,
  address: string,
  ask: () => Promise<Problem>,
  isSent = (problem: Problem): boolean => !problem,
): Promise<Response> {
  await limitSignUps(request);
  const problem = await limitMails(request, address.toLowerCase(), ask, isSent);
  if (isSent(problem)) await keepAsked(address);
  return answer(problem);
}

function answer(problem: Problem): Response {
  if (problem) throw toFormError(problem);
  return new Response(null, { status: 204 });
}

/** Answers our forms: 204, or a problem with Supabase's code. */
export async function answerForm(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const action = Object.hasOwn(actions, pathname) ? actions[pathname] : undefined;
  if (!action || request.method !== "POST") throw nothingHere();
  refuseForeignOrigin(request);
  const form = formShape.safeParse(await request.json().catch(() => undefined));
  if (!form.success) throw new HttpError(400, "INVALID_FORM", "The body must be the form as JSON");
  return action(request, form.data);
}
