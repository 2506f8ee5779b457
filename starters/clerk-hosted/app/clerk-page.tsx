"use client";

import { ClerkFailed, ClerkLoading, useAuth, useClerk } from "@clerk/react";
import { type ReactNode, useEffect, useState } from "react";
import { onSessionEnded } from "#lib/identity/client/use-user-token.ts";

// Of Clerk's package for React and not of the one for Next, so that who signs in gets a page that is loaded
// anew, with nothing of a former user in it.
export { ClerkProvider, SignIn, SignUp, UserProfile } from "@clerk/react";

interface ClerkPageProps {
  /** Whether the session that Clerk may have was not accepted here: its component would go on with it, and be sent back. */
  startsOver?: boolean;
  children: ReactNode;
}

/** A page with one of Clerk's components. */
export function ClerkPage({ startsOver = false, children }: ClerkPageProps) {
  const clerk = useClerk();
  const { isLoaded, isSignedIn } = useAuth();
  const [isClear, setClear] = useState(!startsOver);
  useEffect(() => {
    if (isClear || !isLoaded) return;
    // A session that waits for a task does not count, and is left: the component asks for that.
    const ended = isSignedIn ? clerk.signOut(() => {}) : Promise.resolve();
    void ended.then(() => setClear(true));
  }, [isClear, isLoaded, isSignedIn, clerk]);
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 p-4">
      {startsOver ? (
        <p role="alert">Your sign-in was not accepted. The app's log says why to its operator.</p>
      ) : null}
      <ClerkLoading>
        <p role="status">Loading…</p>
      </ClerkLoading>
      <ClerkFailed>
        <p role="alert">Signing in may be out of reach at the moment. Try again soon.</p>
      </ClerkFailed>
      {isClear ? children : null}
    </main>
  );
}

/**
 * clerk-js does not notice our own sign-out. For the old token's last minute it would write it into
 * the cookie, over the token of a user who signs in next in another tab.
 */
export function LeaveEndedSession(): null {
  const clerk = useClerk();
  useEffect(() => onSessionEnded(() => void clerk.setActive({ session: null })), [clerk]);
  return null;
}
