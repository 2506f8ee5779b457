import { sql } from "drizzle-orm";
import { z } from "zod";
import { usageDays } from "#drizzle/schema/usage.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { readEnv } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";
import { listSet } from "#lib/base/read-env.ts";
import type { Caller } from "#lib/identity/caller.ts";
import { secondsUntil, tooMany } from "#lib/identity/handle-api.ts";
import { isGuest } from "#lib/identity/owner-id.ts";
import { rateLimiter } from "#lib/identity/rate-limiter.ts";

const ONE_HOUR = 3_600; // seconds
const ONE_DAY = 24 * ONE_HOUR;
/** Of what a user may have. */
const GUEST_SHARE = 1 / 4;

const limit = (unit: string) => {
  const problem = `must be a number of ${unit}, at least 1`;
  return z.coerce.number({ error: problem }).int(problem).min(1, problem);
};

const shape = {
  RUN_LIMIT: limit("runs in an hour").default(120),
  DAILY_TOKEN_LIMIT: limit("tokens in a day").default(1_000_000),
  DAILY_TOKEN_BUDGET: limit("tokens in a day").default(20_000_000),
};

export type Limits = z.infer<z.ZodObject<typeof shape>>;

/** The limits in force, checked. Throws EnvError. */
export function readLimits(): Limits {
  return readEnv(shape);
}

/** The names of those that a variable sets. */
export const listSetLimits = () => listSet(Object.keys(shape));

/** The same for a guest. */
export function toGuestLimits({ RUN_LIMIT, DAILY_TOKEN_LIMIT, ...project }: Limits): Limits {
  const share = (limit: number) => Math.ceil(limit * GUEST_SHARE);
  const own = { RUN_LIMIT: share(RUN_LIMIT), DAILY_TOKEN_LIMIT: share(DAILY_TOKEN_LIMIT) };
  return { ...project, ...own };
}

const limitsOf = (ownerId: string) =>
  isGuest(ownerId) ? toGuestLimits(readLimits()) : readLimits();

/** Counts a run of a user, whatever organisation it is in. Throws HttpError 429 RUN_LIMIT, or GUEST_LIMIT, for one too many in an hour. */
export async function countRun({ ownerId, session }: Caller): Promise<void> {
  const { RUN_LIMIT: points } = limitsOf(ownerId);
  const limiter = await rateLimiter(isGuest(ownerId) ? "guest-runs" : "runs", points, ONE_HOUR);
  await limiter.consume(session?.personalId ?? ownerId).catch((reason) => {
    const seconds = secondsUntil(reason);
    const message = `${points} answers in an hour are the most`;
    throw isGuest(ownerId)
      ? waitFor(seconds, "GUEST_LIMIT", `${message} for a guest. Sign in to go on, or wait`)
      : waitFor(seconds, "RUN_LIMIT", `${message} for one user. Wait`);
  });
}

/** Today, by UTC. */
export const today = () => new Date().toISOString().slice(0, 10);

type User = Pick<Caller, "ownerId" | "projectId">;

/** In tokens, what a user and the project have used today. */
interface Spent {
  spent: number;
  projectSpent: number;
}

/** `Spent`, as columns of a statement that there is anyway. */
export function spentBy({ ownerId, projectId }: User) {
  const sumOf = (owner: string) =>
    sql`(select coalesce(sum(input_tokens + output_tokens), 0) from ${usageDays}
      where project_id = ${projectId} and day = ${today()} and owner_id = ${owner})`.mapWith(
      Number,
    );
  return { spent: sumOf(ownerId).as("spent"), projectSpent: sumOf("").as("project_spent") };
}

const unstored = () => processWide("unstored-tokens", () => new Map<string, number>());

interface Used {
  ownerId: string;
  inputTokens: number;
  outputTokens: number;
}

/** Has tokens count that are in no sum yet (1), or no more (-1). */
export function countUnstored({ ownerId, inputTokens, outputTokens }: Used, sign: 1 | -1): void {
  for (const whose of [ownerId, ""]) {
    const tokens = (unstored().get(whose) ?? 0) + sign * (inputTokens + outputTokens);
    if (tokens > 0) unstored().set(whose, tokens);
    else unstored().delete(whose);
  }
}

/** The same where there is no other statement. Throws what `countTokensLeft` throws. */
export async function checkTokensLeft(user: User): Promise<void> {
  const [spent] = await withOwner(user.ownerId, (tx) =>
    tx.select(spentBy(user)).from(sql`(select) as one`),
  );
  countTokensLeft(user.ownerId, spent);
}

/**
 * How many tokens an owner may still use today. Throws HttpError 429 DAILY_TOKEN_LIMIT, GUEST_LIMIT or
 * DAILY_TOKEN_BUDGET where there are none. An answer under way adds to the sums when it ends.
 */
export function countTokensLeft(ownerId: string, found: Spent | undefined): number {
  const limits = limitsOf(ownerId);
  const since = (whose: string, stored = 0) => stored + (unstored().get(whose) ?? 0);
  const own = limits.DAILY_TOKEN_LIMIT - since(ownerId, found?.spent);
  const project = limits.DAILY_TOKEN_BUDGET - since("", found?.projectSpent);
  const seconds = ONE_DAY - (Math.floor(Date.now() / 1_000) % ONE_DAY);
  if (own <= 0) {
    const areUsedUp = "tokens of today are used up";
    throw isGuest(ownerId)
      ? waitFor(seconds, "GUEST_LIMIT", `A guest's ${areUsedUp}. Sign in to go on, or wait`)
      : waitFor(seconds, "DAILY_TOKEN_LIMIT", `Your ${areUsedUp}. Wait`);
  }
  if (project <= 0) {
    throw waitFor(seconds, "DAILY_TOKEN_BUDGET", "This app's tokens of today are used up. Wait");
  }
  return Math.min(own, project);
}

const waitFor = (seconds: number, code: string, message: string) =>
  tooMany(code, `${message} ${seconds} s`, seconds);
