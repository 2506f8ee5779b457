import type { NextFetchEvent, NextRequest } from "next/server";
import type { OwnedSession } from "../lib/identity/user-token.ts";

export type { TrustPolicy } from "../lib/identity/refuse-session.ts";

/** What is known of the provider besides its code: `about.mjs`. */
export interface About {
  name: string;
  label: string;
  /** What each variable is, and where it is found. */
  variables: Record<string, string>;
  /** What guides call some of them, which is not read here. */
  guideNames?: Record<string, string>;
  /** Whose page it is that people sign in on, if not ours. */
  hostedBy?: string;
  /** The cookies of its session, and of signing in, without what stands before their names. */
  sessionCookies: RegExp;
  [more: string]: unknown;
}

export interface Profile {
  name?: string;
  email?: string;
  emailVerified: boolean;
  picture?: string;
}

export interface Session extends OwnedSession {
  /** Time of authentication, not of the last refresh. */
  startedAt: Date;
  profile: Profile;
}

/** A way to sign in on another page: “Continue with <label>”. `path` is of ours. */
export interface SignInRedirect {
  id: string;
  label: string;
  path: string;
}

/** What `session.ts` exports as `adapter`. It runs inside Next. */
export interface SessionAdapter {
  getSession(): Promise<Session | undefined>;
  /** Where a signed-out visitor is sent. */
  signInPath: string;
  /** Where an account is created, if the sign-in page does not see to it. */
  signUpPath?: string;
  /** Where users see to their account, if that can be done here. */
  accountPath?: string;
  /** What the sign-in page offers. `reset` is a new password for a forgotten one. */
  signInOffer(): { redirects?: SignInRedirect[]; reset?: boolean };
  /** Answers everything below /auth. The request is one to APP_URL. */
  handleAuthRequest?(request: NextRequest): Promise<Response>;
  /** Ends the provider session. Returns where the provider has the browser go for that; the cookies are the caller's to end. */
  signOut(request: Request): Promise<string | undefined>;
  /** Whose session the cookies in these headers are, where an adapter tells it. */
  readSession?(headers: Headers): Promise<OwnedSession | undefined>;
}

/** Renews the provider session of a request. Undefined: nothing to renew; a response's cookies are carried on. */
export type ProxyAdapter = (
  request: NextRequest,
  event: NextFetchEvent,
) => Promise<Response | undefined>;

/** Directives of the Content-Security-Policy with the sources that an SDK's browser part adds to ours. */
export type PolicySources = Record<string, string[]>;

export interface ProxyPart {
  refresh: ProxyAdapter;
  policySources?(): PolicySources;
}
