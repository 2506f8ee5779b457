import type { NextRequest } from "next/server";
import type { OwnedSession } from "#lib/tokens/user-token.ts";

export type { TrustPolicy } from "#lib/trust/trust-policy.ts";

export interface Profile {
  name?: string;
  email?: string;
  emailVerified: boolean;
  picture?: string;
}

export interface Session {
  /** The provider's session id, or a random one that we put into the session at sign-in. */
  id: string;
  /** Time of authentication, not of the last refresh. */
  startedAt: Date;
  /** The verified user id, where the session was checked in this process. Absent: the provider token is verified and its `sub` taken. */
  subject?: string;
  /** An unexpired provider token; called only where the token itself is needed. Never spends a refresh token. */
  providerToken(): Promise<string>;
  profile: Profile;
}

/** `adapters/<provider>/session.ts` exports one of these as `adapter`. It runs inside Next. */
export interface SessionAdapter {
  getSession(): Promise<Session | undefined>;
  /** Whose session the cookies in these headers are, be it expired or refused. Asks no provider. */
  readSession(headers: Headers): Promise<OwnedSession | undefined>;
  /** Where a signed-out visitor is sent. */
  signInPath: string;
  /** The provider's name, where signing in happens on a page of its own. */
  hostedBy?: string;
  /** Where an account is created, if the provider has no page of its own for it. */
  signUpPath?: string;
  /** What the browser's part of the SDK has to know; public. */
  clientSettings?(): Record<string, string | undefined>;
  /** Answers everything below /auth. The request is one to APP_URL. */
  handleAuthRequest?(request: NextRequest): Promise<Response>;
  /** Ends the provider session and says where to go then, which may be the provider. The cookies are the caller's to end. */
  signOut(request: Request, returnTo: string): Promise<Response>;
}
