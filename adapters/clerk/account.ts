import { processWide } from "#lib/base/process.ts";
import type { Profile } from "../contracts.ts";
import { readProfile } from "../shared/read-profile.ts";

interface Account {
  startedAt: Date;
  profile: Profile;
}

interface Kept {
  account: Account;
  readAt: number;
}

/** Clerk's SDK for the server; outside Next it does not load at all. */
export const loadClerk = () => import("@clerk/nextjs/server");

/**
 * An error of Clerk's API, without a status where it could not be reached; undefined for any other.
 * Told by its members, because `@clerk/nextjs/errors` would put Clerk's browser part on every page.
 */
function readApiError(error: unknown): { status?: number } | undefined {
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (code !== "api_response_error") return undefined;
  return { status: typeof status === "number" ? status : undefined };
}

const MOST_KEPT = 10_000; // sessions
/** What Clerk's dashboard changes, such as an address that is no longer verified, counts a minute later. */
const KEPT_FOR = 60_000; // milliseconds

/**
 * When a session began and whose it is. The session token tells neither: its `fva` counts whole
 * minutes, too coarse for "sign out everywhere". Undefined: Clerk no longer has the session or the
 * user. While Clerk cannot be reached, what it said last counts.
 */
export async function findAccount(sessionId: string, userId: string): Promise<Account | undefined> {
  const accounts = processWide("clerk-accounts", () => new Map<string, Kept>());
  const known = accounts.get(sessionId);
  if (known && Math.abs(Date.now() - known.readAt) < KEPT_FOR) return known.account;
  const account = await fetchAccount(sessionId, userId).catch((error: unknown) => {
    if (known && readApiError(error)) return known.account;
    throw error;
  });
  accounts.delete(sessionId);
  if (!account) return undefined;
  const [oldest] = accounts.keys();
  if (oldest && accounts.size >= MOST_KEPT) accounts.delete(oldest);
  accounts.set(sessionId, { account, readAt: Date.now() });
  return account;
}

async function fetchAccount(sessionId: string, userId: string): Promise<Account | undefined> {
  const { clerkClient } = await loadClerk();
  const { sessions, users } = await clerkClient();
  try {
    const [session, user] = await Promise.all([
      sessions.getSession(sessionId),
      users.getUser(userId),
    ]);
    const address = user.primaryEmailAddress;
    return {
      startedAt: new Date(session.createdAt),
      profile: readProfile({
        name: user.fullName,
        email: address?.emailAddress,
        emailVerified: address?.verification?.status === "verified",
        picture: user.imageUrl,
      }),
    };
  } catch (error) {
    if (readApiError(error)?.status === 404) return undefined;
    throw error;
  }
}
