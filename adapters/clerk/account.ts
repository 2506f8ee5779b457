import { cached } from "#lib/base/cached.ts";
import { readProfile } from "../shared/read-profile.ts";

/** Clerk's SDK for the server; outside Next it does not load at all. */
export const loadClerk = () => import("@clerk/nextjs/server");

/** What Clerk's dashboard changes, such as an address that is no longer verified, counts a minute later. */
const KEPT_FOR = 60_000; // milliseconds

/**
 * When a session began and whose it is. The session token tells neither: its `fva` counts whole
 * minutes, too coarse for "sign out everywhere". Undefined: Clerk no longer has the session or the
 * user. While Clerk cannot be reached, what it said last counts.
 */
export const findAccount = (sessionId: string, userId: string) =>
  accounts.get(`${sessionId} ${userId}`);

const accounts = cached("clerk-accounts", fetchAccount, {
  maxAge: KEPT_FOR,
  maxStale: Number.POSITIVE_INFINITY,
});

async function fetchAccount(key: string) {
  const [sessionId = "", userId = ""] = key.split(" ");
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
    // Told by its members, because `@clerk/nextjs/errors` would put Clerk's browser part on every page.
    const { code, status } = error as { code?: unknown; status?: unknown };
    if (code === "api_response_error" && status === 404) return undefined;
    throw error;
  }
}
