"use client";

import { ClerkProvider, useAuth, useClerk } from "@clerk/react";
import { type ReactNode, useEffect } from "react";
import { onSessionEnded } from "#lib/identity/client/use-user-token.ts";
import type { AuthState, ClientPart } from "../client-contracts.ts";
import { AuthStateWatch } from "../shared/auth-state-watch.ts";

/** Clerk's components in the colours of this app. */
const LOOK = {
  variables: {
    colorPrimary: "var(--color-brand)",
    colorPrimaryForeground: "var(--color-brand-ink)",
    colorBackground: "var(--color-surface)",
    colorForeground: "var(--color-ink)",
    colorMutedForeground: "var(--color-quiet)",
    colorNeutral: "var(--color-ink)",
    colorInput: "var(--color-canvas)",
    colorInputForeground: "var(--color-ink)",
    colorDanger: "var(--color-danger)",
    borderRadius: "var(--radius-control)",
    fontFamily: "inherit",
  },
};

/** From clerk-js, which notices sign-ins, sign-outs and another organisation in other tabs as well. */
export function useAuthState(): AuthState {
  const { isLoaded, userId, orgId } = useAuth();
  if (!isLoaded) return undefined;
  return userId ? [userId, orgId].join(" ") : null;
}

interface ClerkFrameProps {
  part: ClientPart;
  /** Whether Clerk's components stand inside; otherwise their script is not loaded. */
  hasComponents?: boolean;
  children: ReactNode;
}

/** clerk-js around the chat: it renews the session token in the cookie, which lives for a minute. */
export function ClerkSession({ children, ...frame }: ClerkFrameProps) {
  return (
    <ClerkFrame {...frame}>
      <AuthStateWatch useAuthState={useAuthState} />
      <LeaveEndedSession />
      {children}
    </ClerkFrame>
  );
}

/** Of Clerk's package for React and not of the one for Next, so that who signs in gets a page that is loaded anew. */
export function ClerkFrame({ part, hasComponents, children }: ClerkFrameProps) {
  const { publishableKey, proxyUrl, origin = "" } = part.settings;
  return (
    <ClerkProvider
      publishableKey={publishableKey}
      proxyUrl={proxyUrl}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      // By default whatever is below the instance's domain would do.
      allowedRedirectOrigins={[origin]}
      nonce={part.nonce}
      telemetry={false}
      prefetchUI={hasComponents ? undefined : false}
      appearance={LOOK}
    >
      {children}
    </ClerkProvider>
  );
}

/**
 * clerk-js does not notice our own sign-out. For the old token's last minute it would write it into
 * the cookie, over the token of a user who signs in next in another tab.
 */
function LeaveEndedSession(): null {
  const clerk = useClerk();
  useEffect(() => onSessionEnded(() => void clerk.setActive({ session: null })), [clerk]);
  return null;
}
