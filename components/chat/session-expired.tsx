"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { readReturnTo, withReturnTo } from "#lib/base/http/return-to.ts";
import type { ChatUser } from "./chat-config.ts";

interface SessionExpiredProps {
  user: ChatUser | undefined;
  signInPath: string;
}

/**
 * Over a chat whose session is over by itself. Unsent text stays in this tab, and the composer
 * takes it up again for the same owner alone. Signing in elsewhere ends it too.
 */
export function SessionExpired({ user, signInPath }: SessionExpiredProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pathname = usePathname();
  const account = user?.email ?? user?.name;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="expired-title"
      aria-describedby="expired-text"
      // Escape closes it, but there is nothing to go back to.
      onClose={() => dialog.current?.showModal()}
      className="m-auto w-full max-w-form rounded-card border border-line bg-surface p-5 text-ink shadow-lg"
    >
      <h2 id="expired-title" className="text-section font-semibold">
        Please sign in again
      </h2>
      <p id="expired-text" className="pt-2 text-control text-quiet">
        Your session has ended. Your text is kept in this tab
        {account ? ` for ${account}` : ""}.
      </p>
      <div className="flex justify-end pt-5">
        {/* Not a link within the app: nothing of the ended session may stay in memory. */}
        <a
          href={withReturnTo(signInPath, readReturnTo(pathname))}
          className={buttonClass({ variant: "solid" })}
        >
          Sign in
        </a>
      </div>
    </dialog>
  );
}
