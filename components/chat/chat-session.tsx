"use client";

import { usePathname } from "next/navigation";
import {
  type ComponentType,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { MessageDialog } from "#components/ui/dialog.tsx";
import { useHeadingFocus } from "#components/ui/use-heading-focus.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { type UserToken, useUserToken } from "#lib/identity/client/use-user-token.ts";
import type { ChatUser } from "./chat-info.tsx";
import { claimDrafts, clearDrafts } from "./drafts.ts";
import type { UserTamboProviderProps } from "./tambo-provider.tsx";

// Milliseconds. What a user changes in a component is posted by the SDK half a second later.
const SAVED_AFTER = 2_000;

export interface ChatSessionProps
  extends Omit<UserTamboProviderProps, "userToken" | "runsUnderWay"> {
  initialToken?: UserToken;
  /** What a visitor sees who was not signed in to begin with. */
  landing: ReactNode;
  /** Of tambo-provider.tsx, which a visitor's page does not load. */
  UserTamboProvider: ComponentType<UserTamboProviderProps>;
}

/** Holds the user token and shows the chat of its owner, and of nobody else. */
export function ChatSession({
  landing,
  initialToken,
  UserTamboProvider,
  ...props
}: ChatSessionProps) {
  const runsUnderWay = useRef(0);
  const lastInput = useLastInput();
  const { status, token } = useUserToken(initialToken, {
    isBusy: () => runsUnderWay.current > 0 || Date.now() - lastInput.current < SAVED_AFTER,
  });
  const ownerId = token?.ownerId;
  const wasSignedIn = useRef(initialToken !== undefined);
  const { signInPath } = props.config;

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
    return wasSignedIn.current ? <SignedOut signInPath={signInPath} /> : landing;
  const chat = (
    <UserTamboProvider
      {...props}
      key={token.ownerId}
      userToken={token.userToken}
      runsUnderWay={runsUnderWay}
    >
      {props.children}
      {status === "expired" ? <SessionExpired user={props.user} signInPath={signInPath} /> : null}
    </UserTamboProvider>
  );
  // A boundary around a rendered chat would send the page before it is known whether the thread exists.
  return initialToken ? chat : <Suspense fallback={<ChatSkeleton />}>{chat}</Suspense>;
}

/** When the user last pressed a key or the pointer, in milliseconds since the epoch; 0 before the first time. */
function useLastInput() {
  const last = useRef(0);
  useEffect(() => {
    const remember = () => {
      last.current = Date.now();
    };
    const controller = new AbortController();
    const options = { capture: true, passive: true, signal: controller.signal };
    for (const event of ["pointerdown", "pointerup", "keydown"])
      addEventListener(event, remember, options);
    return () => controller.abort();
  }, []);
  return last;
}

/** The frame of the chat before there is a user to show it for. */
function ChatSkeleton() {
  return (
    <div className="flex h-dvh min-h-0" aria-busy="true">
      <div className="hidden w-sidebar shrink-0 border-r border-line bg-sunken lg:block" />
      <main className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">Loading the chat</h1>
        <div className="h-14 shrink-0 border-b border-line" />
        <div className="flex-1" />
        <div className="px-3 pb-4 md:px-6">
          <div className="mx-auto h-24 max-w-column rounded-bubble border border-line bg-surface" />
        </div>
      </main>
    </div>
  );
}

interface SessionEndedProps {
  signInPath: string;
}

/** What is left of the chat when the session ended in another tab or everywhere. */
function SignedOut({ signInPath }: SessionEndedProps) {
  useHeadingFocus();
  return (
    <MessagePage title="You have been signed out" text="Unsent text was cleared from this browser.">
      <SignInLink signInPath={signInPath} />
    </MessagePage>
  );
}

/**
 * Over a chat whose session is over by itself. Unsent text stays in this tab, and the composer
 * takes it up again for the same owner alone. Signing in elsewhere ends it too.
 */
function SessionExpired({ user, signInPath }: SessionEndedProps & { user?: ChatUser }) {
  const account = user?.email ?? user?.name;
  return (
    <MessageDialog
      isOpen
      // Escape closes it, but there is nothing to go back to.
      onClose={(event) => event.currentTarget.showModal()}
      title="Please sign in again"
      text={`Your session has ended. Your text is kept in this tab${account ? ` for ${account}` : ""}.`}
    >
      <SignInLink signInPath={signInPath} />
    </MessageDialog>
  );
}

/** Leads back here. Not a link within the app: nothing of the former user may stay in memory. */
function SignInLink({ signInPath }: SessionEndedProps) {
  const returnTo = usePathname();
  return (
    <a href={withReturnTo(signInPath, returnTo)} className={buttonClass({ variant: "solid" })}>
      Sign in
    </a>
  );
}
