import type { NextFetchEvent, NextRequest } from "next/server";
import type { OwnedSession } from "#lib/identity/user-token.ts";

export type { TrustPolicy } from "#lib/trust/trust-policy.ts";

/** What is known of a provider besides its code. `adapters/<provider>/about.mjs` exports one of these as `about`. */
export interface About {
  /** Its folder's. */
  name: string;
  /** As people see it. */
  label: string;
  documentation: string;
  /** What each variable is, and where it is found. */
  variables: Record<string, string>;
  /** What guides call some of them, which is not read here. */
  guideNames?: Record<string, string>;
  secrets?: string[];
  optional?: string[];
  /** Those that only an emulator needs. */
  emulatorVariables?: Record<string, string>;
  /** What is done in its console before the first sign-in; APP_URL stands for the app's address. */
  setUp: string[];
  /** Whose page it is that people sign in on, if not ours. */
  hostedBy?: string;
  /** Whether its users can be in organisations, and its sessions and tokens say in which (OWNER_SCOPE). */
  organisations: boolean;
  /** Whether a page may be given its own tokens (TAMBO_SUBJECT): they are not made by this app, or for it alone. */
  ownTokenToPage: boolean;
  /** No address of its users counts as verified, so an admin is named by owner id; or none does while none of these variables is set. */
  verifiesNoAddress?: true | string[];
  /** Its users and sessions are in this app's own database. */
  needsDatabase: boolean;
  /** npm packages that nothing else needs. */
  packages: string[];
  /** Those of them that Node loads as they are, and Next does not bundle. */
  externalPackages?: string[];
  /** Where `npm run emulate` has it: the same every time, for .env.local and because the address is part of an owner's id. Absent: it is part of the app. */
  emulator?: { port: number; needsPostgres?: boolean };
  /** The cookies of its session, and of signing in, without what stands before their names. */
  sessionCookies: RegExp;
  /** Where the SDK's hook asks who is signed in, if our own answer is to stand for the SDK's: that would tell more, or come by a server action. */
  hookPath?: string;
  /** Variables from which its SDK reads the app's address or cookie domain, some even before its options. */
  sdkAddresses?: RegExp;
  /** The SDK's file of server actions. A build has `browser-actions.ts` of the provider's folder in its place. */
  serverActions?: string;
}

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
  /** The owner namespace of the source that the user comes from, where the provider has several. */
  namespace?: string;
  /** With `subject`: what the provider says of the organisation that the user acts in; absent or null: none. It is checked where it is read. */
  organization?: unknown;
  /** An unexpired provider token; called only where the token itself is needed. Never spends a refresh token. */
  providerToken(): Promise<string>;
  profile: Profile;
}

/** A way to sign in on another page: “Continue with <label>”. */
export interface SignInRedirect {
  /** By which the browser remembers what was used last. */
  id: string;
  label: string;
  /** Of ours. It takes `returnTo`, and `again=1` after a sign-in that was not accepted. */
  path: string;
}

/** What the sign-in page offers, in this order. */
export interface SignInOffer {
  /** A component of the SDK in the place of all that follows, on /sign-in, /sign-up and /account. */
  component?: boolean;
  redirects?: SignInRedirect[];
  passkey?: boolean;
  /** Whether our form asks for an e-mail address and a password. */
  password?: boolean;
  /** A mail with a link instead of the password. */
  link?: boolean;
  /** Whether that mail may have a code, too, which is entered where the link was asked for. */
  mailCode?: boolean;
  /** Whether links of mails lead to /sign-in/confirm, where a button opens them: what looks through mails presses none. */
  confirm?: boolean;
  /** A mail by which a new password is chosen. */
  reset?: boolean;
  /** Whether an account can have a second step, which is asked for on /sign-in/code. */
  code?: boolean;
  /** Whether a recovery code stands in for that of the app. */
  recovery?: boolean;
}

/** `adapters/<provider>/session.ts` exports one of these as `adapter`. It runs inside Next. */
export interface SessionAdapter {
  getSession(): Promise<Session | undefined>;
  /** Whose session the cookies in these headers are, be it expired or refused. Asks no provider. */
  readSession(headers: Headers): Promise<OwnedSession | undefined>;
  /** Where a signed-out visitor is sent. */
  signInPath: string;
  /** Where an account is created, if the provider has no page of its own for it. */
  signUpPath?: string;
  /** Where a form of ours is sent that asks for one. */
  signUpRoute?: string;
  /** Where users see to their account, if that can be done here. */
  accountPath?: string;
  /** Where users choose the organisation that they act in, if not on `accountPath`. */
  organizationPath?: string;
  signInOffer(): SignInOffer;
  /** What the browser's part of the SDK has to know; public. */
  clientSettings?(): Record<string, string | undefined>;
  /** Answers everything below /auth. The request is one to APP_URL. */
  handleAuthRequest?(request: NextRequest): Promise<Response>;
  /** Ends the provider session. Returns where the provider has the browser go for that; the cookies are the caller's to end. */
  signOut(request: Request): Promise<string | undefined>;
}

/** Renews the provider session of a request. Undefined: nothing to renew; a response's cookies are carried on. */
export type ProxyAdapter = (
  request: NextRequest,
  event: NextFetchEvent,
) => Promise<Response | undefined>;

/**
 * Directives of the Content-Security-Policy with the sources that an SDK's browser part adds to ours.
 * `require-trusted-types-for` without any lets its scripts make markup and scripts of texts.
 */
export type PolicySources = Record<string, string[]>;

/** What `adapters/<provider>/proxy.ts` exports, where the SDK needs one. */
export interface ProxyPart {
  refresh: ProxyAdapter;
  policySources?(): PolicySources;
}
