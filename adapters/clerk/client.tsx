"use client";

import { ClerkProvider, useAuth, useClerk, useSignIn } from "@clerk/nextjs";
import { isClerkAPIResponseError } from "@clerk/nextjs/errors";
import { type ReactNode, useEffect } from "react";
import { onSessionEnded } from "#lib/identity/client/use-user-token.ts";
import type {
  AuthState,
  ClientPart,
  Credentials,
  CredentialsClient,
  CredentialsProblem,
  FrameProps,
} from "../client-contracts.ts";
import { AuthStateWatch } from "../shared/auth-state-watch.ts";

const WRONG = { message: "This e-mail address and password do not belong together." };
const PROBLEMS = new Map<unknown, CredentialsProblem>(
  Object.entries({
    form_password_incorrect: WRONG,
    form_identifier_not_found: WRONG,
    form_param_format_invalid: {
      message: "Enter an address like name@example.com.",
      field: "email",
    },
    too_many_requests: { message: "Too many attempts. Try again in a minute." },
    user_locked: { message: "Too many attempts. Try again later." },
  }),
);
const LONGEST_LOAD = 10_000; // milliseconds
const NO_ANSWER = { message: "Signing in does not work at the moment. Try again soon." };
const SECOND_STEP = {
  message:
    "Your account is protected by a second step, which this page cannot ask for. It was not opened.",
};
const SIGN_UP_ELSEWHERE = { message: "Accounts are created on Clerk's own page." };

/** From clerk-js, which notices sign-ins and sign-outs in other tabs as well. */
export function useAuthState(): AuthState {
  const { isLoaded, userId } = useAuth();
  const clerk = useClerk();
  // clerk-js does not notice our own sign-out. For the old token's last minute it would write it into
  // the cookie, over the token of a user who signs in next in another tab.
  useEffect(() => onSessionEnded(() => void clerk.setActive({ session: null })), [clerk]);
  return isLoaded ? userId : undefined;
}

/** clerk-js around the chat: it renews the session token in the cookie, which lives for a minute. */
export function ClerkSession({ part, children }: FrameProps) {
  return (
    <ClerkFrame part={part}>
      <AuthStateWatch useAuthState={useAuthState} />
      {children}
    </ClerkFrame>
  );
}

function ClerkFrame({ part, children }: FrameProps) {
  const { publishableKey, proxyUrl } = part.settings;
  return (
    <ClerkProvider
      publishableKey={publishableKey}
      proxyUrl={proxyUrl}
      signInUrl="/sign-in"
      nonce={part.nonce}
      telemetry={false}
      // Our own form is all the interface there is; without this Clerk waits for its own.
      prefetchUI={false}
    >
      {children}
    </ClerkProvider>
  );
}

interface ClerkCredentialsProps {
  part: ClientPart;
  children: (credentials: CredentialsClient) => ReactNode;
}

/** Our form signs in through Clerk's hook. */
export function ClerkCredentials({ part, children }: ClerkCredentialsProps) {
  return (
    <ClerkFrame part={part}>
      <SignIn>{children}</SignIn>
    </ClerkFrame>
  );
}

/** The same inside a frame that is there already. */
export function SignIn({ children }: Pick<ClerkCredentialsProps, "children">) {
  const { signIn } = useSignIn();
  const clerk = useClerk();

  async function tryPassword({ email, password }: Credentials): Promise<CredentialsProblem> {
    const tried = await signIn.password({ emailAddress: email, password });
    if (tried.error) return describeProblem(tried.error);
    if (signIn.status !== "complete") return SECOND_STEP;
    // The form itself goes on to the page that was asked for.
    const finished = await signIn.finalize({ navigate: () => {} });
    return finished.error ? describeProblem(finished.error) : undefined;
  }

  /** clerk-js's methods wait for its script, which where Clerk is away never comes. */
  function giveUpLoading(): Promise<CredentialsProblem> {
    return new Promise((resolve) => {
      setTimeout(() => clerk.loaded || resolve(NO_ANSWER), LONGEST_LOAD);
    });
  }

  return children({
    signIn: (credentials) => Promise.race([tryPassword(credentials), giveUpLoading()]),
    signUp: async () => SIGN_UP_ELSEWHERE,
  });
}

function describeProblem(error: Error): CredentialsProblem {
  const code = isClerkAPIResponseError(error) ? error.errors[0]?.code : undefined;
  return PROBLEMS.get(code) ?? NO_ANSWER;
}
