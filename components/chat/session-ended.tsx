"use client";

import { usePathname } from "next/navigation";
import { buttonClass } from "#components/ui/button.tsx";
import { MessageDialog } from "#components/ui/dialog.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { useHeadingFocus } from "#components/ui/use-heading-focus.ts";
import { readReturnTo, withReturnTo } from "#lib/base/http/return-to.ts";
import type { ChatUser } from "./chat-info.tsx";

interface SessionEndedProps {
  signInPath: string;
}

/** What is left of the chat when the session ended in another tab or everywhere. */
export function SignedOut({ signInPath }: SessionEndedProps) {
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
export function SessionExpired({ user, signInPath }: SessionEndedProps & { user?: ChatUser }) {
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
  const returnTo = readReturnTo(usePathname());
  return (
    <a href={withReturnTo(signInPath, returnTo)} className={buttonClass({ variant: "solid" })}>
      Sign in
    </a>
  );
}
