import type { Session as SupabaseSession } from "@supabase/supabase-js";
import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { z } from "zod";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { refuseForeignOrigin, seeOther } from "#lib/base/http/own-address.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { limitAttempts, limitMails, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { LONGEST_TOKEN } from "#lib/identity/refuse-session.ts";
import { endSessionCookies } from "../shared/cookies.ts";
import { type Problem, readLinkProblem, toFormError } from "./form-problem.ts";
import { handlerClient, waitBriefly } from "./server-client.ts";
import { callbackUrl } from "./trust.ts";

const formShape = z.object({
  name: z.string().trim().max(200).optional(),
  email: z.string().trim().max(320),
  password: z.string().max(1_000).optional(),
});
type Form = z.infer<typeof formShape>;
type Client = Awaited<ReturnType<typeof handlerClient>>;

/** What our sign-in form can ask for. The session cookie is set by the SDK on success. */
const actions: Record<string, (auth: Client["auth"], form: Form) => Promise<Problem>> = {
  "/auth/sign-in": async (auth, { email, password = "" }) =>
    judge(auth, await auth.signInWithPassword({ email, password })),

  "/auth/sign-up": async (auth, { name, email, password = "" }) => {
    const options = { data: { name }, emailRedirectTo: callbackUrl() };
    const { data, error } = await auth.signUp({ email, password, options });
    // With "Confirm email" on, Supabase sends a link and gives no session yet.
    return error ?? (data.session ? null : { code: "confirmation_sent", status: 403 });
  },

  "/auth/link": async (auth, { email }) =>
    (await auth.signInWithOtp({ email, options: { emailRedirectTo: callbackUrl() } })).error,
};

/** Answers our form (204, or a problem with Supabase's code), and the link of a mail. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  // The second is where the link of a usual mail template leads.
  const isLink = pathname === "/auth/callback" || pathname === "/auth/confirm";
  if (request.method === "GET" && isLink) return finishLink(searchParams);
  const action = Object.hasOwn(actions, pathname) ? actions[pathname] : undefined;
  if (!action || request.method !== "POST") throw nothingHere();
  refuseForeignOrigin(request);
  const form = formShape.safeParse(await request.json().catch(() => undefined));
  if (!form.success) throw new HttpError(400, "INVALID_FORM", "The body must be the form as JSON");
  const address = form.data.email.toLowerCase();
  const ask = async () => action((await handlerClient()).auth, form.data);
  // To Supabase all visitors have one address, this server's: none of them may use up what it allows.
  if (pathname === "/auth/sign-in") {
    return limitAttempts(request, address, async () => answerForm(await ask()));
  }
  await limitSignUps(request);
  const isSent = (problem: Problem) =>
    problem ? problem.code === "confirmation_sent" : pathname === "/auth/link";
  return answerForm(await limitMails(request, address, ask, isSent));
}

function answerForm(problem: Problem): Response {
  if (problem) throw toFormError(problem);
  return new Response(null, { status: 204 });
}

/** The link works once, and in the browser that asked for it: a cookie there has the PKCE verifier. */
async function finishLink(searchParams: URLSearchParams): Promise<Response> {
  const code = searchParams.get("code");
  const auth = (await handlerClient()).auth;
  const problem = code
    ? await judge(auth, await auth.exchangeCodeForSession(code))
    : { code: searchParams.has("token_hash") ? "mail-template" : "link" };
  return seeOther(problem ? `/sign-in?problem=${readLinkProblem(problem)}` : "/");
}

interface Opened {
  data: { session: SupabaseSession | null };
  error: Problem;
}

/** What keeps a session that Supabase has just opened from being one here; it is ended there as well. */
async function judge(auth: Client["auth"], { data, error }: Opened): Promise<Problem> {
  const { session } = data;
  if (error || !session) return error;
  const hasFactor = session.user.factors?.some(({ status }) => status === "verified");
  const { aal } = decodeJwt(session.access_token);
  // Without the factor that its user has set up, a password or a mailbox alone would open the account.
  const code =
    hasFactor && aal !== "aal2"
      ? "factor"
      : session.access_token.length > LONGEST_TOKEN
        ? "size"
        : undefined;
  if (!code) return null;
  sayOncePerMinute(`A session of supabase is not accepted: ${REASONS[code]}`);
  await waitBriefly(auth.signOut({ scope: "local" }));
  // The SDK ends the cookies that came with the request, and not those that it has just set.
  endSessionCookies(await cookies());
  return { code, status: 403 };
}

const REASONS = {
  factor: "its user has a second factor, and it was opened without (aal1)",
  size: "its token is longer than 16 KB; user_metadata and app_metadata are in it",
};
