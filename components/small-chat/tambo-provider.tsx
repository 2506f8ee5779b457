"use client";

import { TamboProvider, useTambo } from "@tambo-ai/react";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { type UserToken, useUserToken } from "#lib/identity/client/use-user-token.ts";
import { components, tools } from "./registry.tsx";

interface UserTamboProviderProps {
  apiKey: string;
  tamboUrl: string;
  /** The user token that came with the page. */
  initialToken: UserToken;
  signInPath: string;
  children: ReactNode;
}

/** TamboProvider for the signed-in user. It keeps the user token alive, and shows nothing of a user who is gone. */
export function UserTamboProvider({ initialToken, signInPath, ...props }: UserTamboProviderProps) {
  const isBusy = useRef(false);
  const { status, token } = useUserToken(initialToken, { isBusy: () => isBusy.current });
  const ownerId = status === "signed-in" ? token.ownerId : undefined;

  // Components of `npx tambo add` keep unsent words in the tab: one user's must not greet the next.
  useLayoutEffect(() => {
    if (ownerId && sessionStorage.getItem("owner") === ownerId) return;
    sessionStorage.clear();
    if (ownerId) sessionStorage.setItem("owner", ownerId);
  }, [ownerId]);

  if (status !== "signed-in")
    return (
      <MessagePage title="You have been signed out" text="Sign in again to go on.">
        <a href={signInPath} className={buttonClass({ variant: "solid" })}>
          Sign in
        </a>
      </MessagePage>
    );
  return (
    <TamboProvider
      // Another user starts with nothing of the one before.
      key={ownerId}
      apiKey={props.apiKey}
      tamboUrl={props.tamboUrl}
      userToken={token.userToken}
      components={components}
      tools={tools}
    >
      <BusyWatch isBusy={isBusy} />
      {props.children}
    </TamboProvider>
  );
}

/** A new user token takes the SDK's bearer away for a moment, so it waits for the answer's end. */
function BusyWatch({ isBusy }: { isBusy: RefObject<boolean> }) {
  const { isIdle } = useTambo();
  useEffect(() => {
    isBusy.current = !isIdle;
  }, [isIdle, isBusy]);
  return null;
}
