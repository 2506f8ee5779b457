"use client";

import { clearDrafts } from "#components/chat/drafts.ts";
import { APP_NAME } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { announceSignOut } from "#lib/identity/client/use-user-token.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";
import { ThreadList } from "./thread-list.tsx";

interface ChatProps {
  /** Who is signed in, in words. */
  userName: string;
}

/** The whole page of a signed-in user: threads, conversation, composer. */
export function Chat({ userName }: ChatProps) {
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <header className="flex flex-col gap-4 border-line bg-sunken p-3 max-md:max-h-1/3 max-md:overflow-y-auto max-md:border-b md:w-sidebar md:border-r">
        <h1 className="px-2.5 text-section font-semibold">{APP_NAME}</h1>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ThreadList />
        </div>
        {/* A form, not fetch: the provider may answer with a page of its own. */}
        <form
          method="post"
          action="/sign-out"
          onSubmit={() => {
            clearDrafts();
            announceSignOut();
          }}
          className="flex items-center gap-2"
        >
          <p className="min-w-0 flex-1 truncate px-2.5 text-help text-muted">{userName}</p>
          <button type="submit" className={buttonClass({ size: "small" })}>
            Sign out
          </button>
        </form>
      </header>
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <MessageList />
        <Composer />
      </main>
    </div>
  );
}
