import { processWide } from "#lib/process-wide.ts";
import type { Profile } from "../adapter.ts";
import { readProfile } from "../read-profile.ts";

interface Account {
  startedAt: Date;
  profile: Profile;
}

/** Clerk's SDK for the server; outside Next it does not load at all. */
export const loadClerk = () => import("@clerk/nextjs/server");

/**
 * An error of Clerk's API, without a status where it could not be reached; undefined for any other.
 * Told by its members, because `@clerk/nextjs/errors` would put Clerk's browser part on every page.
 */
export function readApiError(error: unknown): { status?: number } | undefined {
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (code !== "api_response_error") return undefined;
  return { status: typeof status === "number" ? status : undefined };
}

const MOST_KEPT = 10_000; // sessions

/**
 * When a session began and whose it is, asked once per session and process. The session token tells
 * neither: its `fva` counts whole minutes, too coarse for "sign out everywhere". Undefined: Clerk
 * no longer has the session or the user.
 */
export async function findAccount(sessionId: string, userId: string): Promise<Account | undefined> {
  const kept = processWide("clerk-accounts", () => new Map<string, Account>());
  const known = kept.get(sessionId);
  if (known) return known;
  const account = await fetchAccount(sessionId, userId);
  if (!account) return undefined;
  const [oldest] = kept.keys();
  if (oldest && kept.size >= MOST_KEPT) kept.delete(oldest);
  kept.set(sessionId, account);
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
