import { useClerk } from "@clerk/nextjs";
import { useEffect } from "react";
import { onSessionEnded } from "#lib/identity/client/use-user-token.ts";

/**
 * clerk-js does not notice our own sign-out. For the old token's last minute it would write it into
 * the cookie, over the token of a user who signs in next in another tab.
 */
export function LeaveEndedSession(): null {
  const clerk = useClerk();
  useEffect(() => onSessionEnded(() => void clerk.setActive({ session: null })), [clerk]);
  return null;
}
