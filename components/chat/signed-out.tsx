"use client";

import { usePathname } from "next/navigation";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { useHeadingFocus } from "#components/ui/use-heading-focus.ts";
import { readReturnTo, withReturnTo } from "#lib/base/http/return-to.ts";

/** What is left of the chat when the session ended in another tab or everywhere. */
export function SignedOut({ signInPath }: { signInPath: string }) {
  const pathname = usePathname();
  useHeadingFocus();
  return (
    <MessagePage title="You have been signed out" text="Unsent text was cleared from this browser.">
      {/* Not a Link: nothing of the former user may stay in memory. */}
      <a
        href={withReturnTo(signInPath, readReturnTo(pathname))}
        className={buttonClass({ variant: "solid" })}
      >
        Sign in
      </a>
    </MessagePage>
  );
}
