import { createHash } from "node:crypto";
import { lt } from "drizzle-orm";
import { z } from "zod";
import { getDb } from "#drizzle/client.ts";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { limitAttempts } from "#lib/identity/attempt-limit.ts";
import { withCookies } from "../shared/cookies.ts";
import { getAuth } from "./config.ts";
import { ask, readForm, toAnswer } from "./library.ts";
import { verification } from "./tables.ts";

/** The cookie that stands for a first step which went well, with the beginning of its value. */
const FIRST_STEP = /(?:__Host-)?better-auth\.two_factor=(2fa-[\w-]+)[^;]*/;
/** A code is good for half a minute, and for as long before and after for clocks that differ. */
const CODE_LIFETIME = 120_000; // milliseconds
/** As long as the library lets nobody try after ten wrong codes. */
const LOCKED_FOR = 15 * 60; // seconds

const shape = z.object({ code: z.string().transform((code) => code.replace(/\s/g, "")) });

/**
 * An answer to a first step as it is, or the way to the second one if that is due: no session is open
 * then, in no browser and on no server.
 */
export async function askForCode(request: Request, answer: Response): Promise<Response> {
  const cookies = answer.headers.getSetCookie();
  if (!cookies.some((line) => FIRST_STEP.test(line))) return answer;
  // The answer takes the cookie of whoever was signed in here.
  await (await getAuth()).api.signOut({ headers: request.headers });
  const { pathname, search, hash } = new URL(
    answer.headers.get("location") ?? "/",
    appEnv().APP_URL,
  );
  const to = withReturnTo("/sign-in/code", pathname + search + hash);
  if (request.method === "GET")
    return withCookies(cookies, { status: 303, headers: { location: to } });
  const refusal = new HttpError(403, "SECOND_STEP_DUE", "This account has a second step");
  const response = refusal.toResponse();
  for (const line of cookies) response.headers.append("set-cookie", line);
  return response;
}

/** Opens the session that the first step was about. */
export async function enterCode(request: Request): Promise<Response> {
  const { code } = await readForm(request, shape);
  const [cookie, id = ""] = FIRST_STEP.exec(request.headers.get("cookie") ?? "") ?? [];
  const { internalAdapter } = await (await getAuth()).$context;
  const step = cookie && (await internalAdapter.findVerificationValue(id));
  if (!step || step.expiresAt < new Date()) {
    throw new HttpError(401, "STEP_OVER", "The time for the second step is over; sign in again");
  }
  return limitAttempts(request, step.value, async () => {
    const isOfApp = /^\d{6}$/.test(code);
    if (isOfApp && !(await takeCode(step.value, code))) {
      throw new HttpError(401, "INVALID_CODE", "This code was used already");
    }
    // Nobody is signed in: the library would take the code for that one's.
    const headers = new Headers({ ...Object.fromEntries(request.headers), cookie });
    const path = isOfApp ? "/two-factor/verify-totp" : "/two-factor/verify-backup-code";
    const answer = await ask(new Request(request.url, { headers }), path, { code });
    if (answer.status === 429) answer.headers.set("retry-after", String(LOCKED_FOR));
    return toAnswer(answer);
  });
}

/** Whether a user's code is new. It is not a second time, whoever comes with it. */
export async function takeCode(userId: string, code: string): Promise<boolean> {
  const id = createHash("sha256").update(`${userId} ${code}`).digest("base64url");
  const expiresAt = new Date(Date.now() + CODE_LIFETIME);
  const db = await getDb();
  const taken = await db
    .insert(verification)
    .values({ id, identifier: `code-${id}`, value: userId, expiresAt })
    .onConflictDoUpdate({
      target: verification.id,
      set: { expiresAt },
      setWhere: lt(verification.expiresAt, new Date()),
    })
    .returning({ id: verification.id });
  return taken.length > 0;
}
