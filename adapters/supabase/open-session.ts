import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { LONGEST_TOKEN, readRefusal, verifySessionToken } from "#lib/identity/refuse-session.ts";
import { cookieName, endCookie, GUEST_COOKIE } from "../shared/cookies.ts";
import { maskAddress } from "../shared/read-profile.ts";
import type { Opened, Problem, Tokens } from "./form-problem.ts";
import { endHalf, type HalfSession, isAsked, keepHalf, readHalf } from "./half-session.ts";
import { type Auth, handlerClient, waitBriefly } from "./server-client.ts";
import { trust } from "./trust.ts";

/** Opens a session, by whichever way. It is one here, and its cookies are set, once nothing is missing. */
export async function openSession(
  ask: (auth: Auth) => Promise<Opened>,
  isReset = false,
  /** The token of a mail's link, which any browser can open. */
  link?: string,
): Promise<Problem> {
  const { auth, keep } = await handlerClient();
  const { data, error } = await ask(auth);
  if (error) return error;
  const { session, redirectType } = data;
  if (!session) {
    // Supabase has sent a mail, whose link needs the verifier, or waits for that of another address.
    keep();
    return { code: "confirmation_sent", status: 403 };
  }
  const { email } = decodeJwt<{ email?: string }>(session.access_token);
  if (link && !(await isAsked(email ?? ""))) {
    if (!(await readHalf("account", link))) {
      const problem = await waitFor("account", session, isReset, link);
      return {
        ...problem,
        message: `${OTHER_BROWSER} ${maskAddress(email || "another account")}.`,
      };
    }
    // Whoever sent the link must not get what a guest has here.
    endCookie(await cookies(), cookieName(GUEST_COOKIE));
  }
  const problem = await judge(auth, session, isReset || redirectType === "recovery");
  if (problem) return problem;
  await endHalf();
  keep();
  return null;
}

/** Has Supabase send a mail. Its link needs the verifier, in a cookie. */
export async function sendMail(ask: (auth: Auth) => Promise<{ error: Problem }>): Promise<Problem> {
  const { auth, keep } = await handlerClient();
  const { error } = await ask(auth);
  keep();
  return error;
}

/** What keeps a session that Supabase has just opened from being one here. */
async function judge(auth: Auth, session: Tokens, isReset: boolean): Promise<Problem> {
  let refusal: string | undefined;
  // Without the factor that its user has set up, a password or a mailbox alone would open the account.
  if (decodeJwt(session.access_token).aal !== "aal2") {
    const { data: factors, error } = await auth.mfa.listFactors();
    if (error) return error;
    if (factors.totp.length > 0) return waitFor("code", session, isReset);
    if (factors.all.some(({ status }) => status === "verified")) refusal = "factor";
  }
  // Only now: REFUSED_CLAIMS may be aal=aal1.
  refusal ??= await findRefusal(session.access_token);
  if (!refusal) return isReset ? waitFor("password", session, isReset) : null;
  const reason = REASONS[refusal];
  if (reason) sayOncePerMinute(`A session of supabase is not accepted: ${reason}`);
  await waitBriefly(auth.signOut({ scope: "local" }));
  return { code: refusal, status: 403 };
}

/** More than is said of a check by `verifySessionToken`. */
const REASONS: Record<string, string> = {
  factor:
    "its user has a second factor that is no authenticator app, and it was opened without (aal1)",
  size: "its token is longer than 16 KB; user_metadata and app_metadata are in it",
  algorithm:
    "a project that signs with a shared secret (HS256) migrates to a key pair in Supabase dashboard → Project Settings → JWT Keys",
  issuer: "SUPABASE_ISSUER is to be what its tokens have in iss, byte for byte",
};

/** Which check its token fails. */
async function findRefusal(token: string): Promise<string | undefined> {
  if (token.length > LONGEST_TOKEN) return "size";
  try {
    await verifySessionToken(token, trust());
    return undefined;
  } catch (error) {
    // Its keys are out of reach.
    if (isHttpError(error) && error.status === 503) return "unreachable";
    const check = readRefusal(error);
    if (check) return check;
    throw error;
  }
}

const STEPS = { code: "second_step", password: "new_password", account: "other_browser" };
const OTHER_BROWSER =
  "This link was not asked for in this browser. If it is yours, go on: it signs you in as";

async function waitFor(
  step: HalfSession["step"],
  session: Tokens,
  isReset: boolean,
  link?: string,
) {
  const { access_token, refresh_token } = session;
  await keepHalf({ access_token, refresh_token, step, isReset, link });
  return { code: STEPS[step], status: 403 };
}
