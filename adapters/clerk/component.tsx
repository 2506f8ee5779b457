"use client";

import {
  OrganizationSwitcher,
  RedirectToSignIn,
  SignIn,
  SignUp,
  UserProfile,
  useAuth,
  useClerk,
  useUser,
} from "@clerk/react";
import { useEffect, useState } from "react";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import type { ProviderComponentProps } from "../client-contracts.ts";
import { ClerkFrame } from "./client.tsx";

/** One of Clerk's components with all around it that it needs. */
export function ClerkComponent(props: ProviderComponentProps) {
  return (
    <ClerkFrame part={props.part} hasComponents>
      <Inside {...props} />
    </ClerkFrame>
  );
}

/**
 * The same inside a frame that is there already. Its steps are in the address's fragment: they need no
 * pages of their own, and the query with `returnTo` stays.
 */
export function Inside(props: Omit<ProviderComponentProps, "part">) {
  const { name, returnTo, startsOver, loading, failed } = props;
  const { status } = useClerk();
  const { isSignedIn, user } = useUser();
  const isClear = useClear(startsOver);
  if (status === "error") return failed;
  if (!isClear) return loading;
  const common = { routing: "hash", fallback: loading } as const;
  if (name === "account") {
    if (isSignedIn === false) return <RedirectToSignIn />;
    return (
      <>
        {user?.organizationMemberships.length ? (
          // To the chat, which is another organisation's then.
          <OrganizationSwitcher afterSelectOrganizationUrl="/" afterSelectPersonalUrl="/" />
        ) : null}
        <UserProfile {...common} />
      </>
    );
  }
  const target = { forceRedirectUrl: returnTo, signUpForceRedirectUrl: returnTo };
  return name === "sign-in" ? (
    <SignIn {...common} {...target} signUpUrl={withReturnTo("/sign-up", returnTo)} />
  ) : (
    <SignUp
      {...common}
      forceRedirectUrl={returnTo}
      signInForceRedirectUrl={returnTo}
      signInUrl={withReturnTo("/sign-in", returnTo)}
    />
  );
}

/**
 * Ends a session that was not accepted here: Clerk's component would go on with it, and be sent back.
 * One that waits for a task is left, because the component asks for that.
 */
function useClear(startsOver = false): boolean {
  const clerk = useClerk();
  const { isLoaded, isSignedIn } = useAuth();
  const [isClear, setClear] = useState(!startsOver);
  useEffect(() => {
    if (isClear || !isLoaded) return;
    const ended = isSignedIn ? clerk.signOut(() => {}) : Promise.resolve();
    void ended.then(() => setClear(true));
  }, [isClear, isLoaded, isSignedIn, clerk]);
  return isClear;
}
