"use client";

import { useTambo, useTamboThreadList } from "@tambo-ai/react";
import { useEffect } from "react";
import { APP_NAME } from "#components/ui/brand.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { announceSignOut } from "#lib/identity/client/use-user-token.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";

interface ChatProps {
  /** Who is signed in, in words. */
  userName: string;
  /** Where the account is seen to, if that can be done here. */
  accountPath?: string;
}

/** The whole page of a signed-in user: threads, conversation, composer. */
export function Chat({ userName, accountPath }: ChatProps) {
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
            sessionStorage.clear();
            announceSignOut();
          }}
          className="flex items-center gap-2"
        >
          <p className="min-w-0 flex-1 truncate px-2.5 text-help text-quiet">
            {accountPath ? <a href={accountPath}>{userName}</a> : userName}
          </p>
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

/** The user's threads, the newest first, and the way to a new one. */
function ThreadList() {
  const { currentThreadId, isIdle, isIdentified, switchThread, startNewThread } = useTambo();
  const { data, isError, refetch } = useTamboThreadList();

  // An answer may have begun a thread, or named one.
  useEffect(() => {
    if (isIdle && isIdentified) void refetch();
  }, [isIdle, isIdentified, refetch]);

  return (
    <nav aria-label="Threads" className="space-y-2">
      <Button variant="outline" className="w-full" onClick={() => startNewThread()}>
        New chat
      </Button>
      {isError ? <p className="text-help text-quiet">Your threads could not be loaded.</p> : null}
      <ul>
        {data?.threads.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === currentThreadId ? "page" : undefined}
              onClick={() => switchThread(id)}
              className="w-full truncate rounded-control px-2.5 py-2 text-left text-control hover:bg-line/50 aria-[current]:bg-surface aria-[current]:font-medium"
            >
              {name ?? "New chat"}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
