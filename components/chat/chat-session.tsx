"use client";

import {
  type ComponentType,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { useUserToken } from "#lib/identity/client/use-user-token.ts";
import type { ChatSessionProps } from "./chat-config.ts";
import { ChatSkeleton } from "./chat-skeleton.tsx";
import { claimDrafts, clearDrafts } from "./drafts.ts";
import { SessionExpired } from "./session-expired.tsx";
import { SignedOut } from "./signed-out.tsx";
import type { UserTamboProviderProps } from "./tambo-provider.tsx";
import { useLastInput } from "./use-last-input.ts";

// Milliseconds. What a user changes in a component is posted by the SDK half a second later.
const SAVED_AFTER = 2_000;

export interface SessionProps extends ChatSessionProps {
  /** What a visitor sees who was not signed in to begin with. */
  landing: ReactNode;
  children: ReactNode;
  /** Of tambo-provider.tsx, which a visitor's page does not load. */
  UserTamboProvider: ComponentType<UserTamboProviderProps>;
}

/** Holds the user token and shows the chat of its owner, and of nobody else. */
export function ChatSession({ landing, children, UserTamboProvider, ...props }: SessionProps) {
  const runsUnderWay = useRef(0);
  const lastInput = useLastInput();
  const { status, token } = useUserToken(props.initialToken, {
    isBusy: () => runsUnderWay.current > 0 || Date.now() - lastInput.current < SAVED_AFTER,
  });
  const ownerId = token?.ownerId;
  const wasSignedIn = useRef(props.initialToken !== undefined);

  // A layout effect, because it has to come before the composer's own effects, which read the drafts.
  useLayoutEffect(() => {
    if (!ownerId) return;
    wasSignedIn.current = true;
    claimDrafts(ownerId);
  }, [ownerId]);
  useEffect(() => {
    if (status === "signed-out") clearDrafts();
  }, [status]);

  if (status === "loading") return <ChatSkeleton />;
  if (status === "signed-out")
    return wasSignedIn.current ? <SignedOut signInPath={props.config.signInPath} /> : landing;
  const chat = (
    <UserTamboProvider
      key={token.ownerId}
      {...props}
      userToken={token.userToken}
      runsUnderWay={runsUnderWay}
    >
      {children}
      {status === "expired" ? (
        <SessionExpired user={props.user} signInPath={props.config.signInPath} />
      ) : null}
    </UserTamboProvider>
  );
  // A boundary around a rendered chat would send the page before it is known whether the thread exists.
  return props.initialToken ? chat : <Suspense fallback={<ChatSkeleton />}>{chat}</Suspense>;
}
