import { useClerk } from "@clerk/nextjs";
import { useEffect } from "react";
import { onSessionEnded } from "#lib/identity/client/keep-user-token.ts";

/**
 * clerk-js hears of what it ended itself, and not of our own sign-out. It would write the old token into
 * the cookie for its last minute, over the one of whoever signs in next in another tab.
 */
export function LeaveEndedSession(): null {
  const clerk = useClerk();
  useEffect(() => onSessionEnded(() => void clerk.setActive({ session: null })), [clerk]);
  return null;
}
