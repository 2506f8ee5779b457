"use client";

import { useEffect, useRef, useState } from "react";
import { APP_NAME } from "#components/ui/brand.tsx";
import { FlaskConical, Menu as MenuIcon, Pencil, SquarePen } from "#components/ui/chat-icons.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useChatCommands, useChatInfo } from "./chat-info.tsx";
import { UNNAMED } from "./merge-threads.ts";
import { NameField } from "./name-field.tsx";
import { useThreads } from "./threads-context.tsx";

interface ChatHeaderProps {
  /** Absent for a new chat. */
  threadId: string | undefined;
  /** The name as the opened thread knows it, for threads that are not in the list yet. */
  storedName: string | undefined;
  /** The thread is on its way, and perhaps its name with it. */
  isLoading: boolean;
}

/** The thread's name, which can be changed here, and what answers in it. */
export function ChatHeader({ threadId, storedName, isLoading }: ChatHeaderProps) {
  const { config } = useChatInfo();
  const { threads, isLoading: isListLoading } = useThreads();
  const { newChat, openDrawer } = useChatCommands();
  const [isRenaming, setRenaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const listed = threads.find(({ id }) => id === threadId);
  const unnamed = isLoading || isListLoading ? undefined : UNNAMED;
  const name = threadId === undefined ? "New chat" : (listed?.name ?? storedName ?? unnamed);

  useEffect(() => {
    document.title = threadId && name ? `${name} · ${APP_NAME}` : APP_NAME;
  }, [threadId, name]);

  return (
    <>
      <PrintTitle name={name} />
      <header
        data-screen-only
        className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-canvas px-2 md:px-4"
      >
        <IconButton
          icon={MenuIcon}
          iconSize={20}
          size="icon"
          label="Threads"
          onClick={openDrawer}
          className="size-target! md:hidden"
        />
        {isRenaming && threadId && name ? (
          <div className="w-full max-w-form">
            <NameField
              threadId={threadId}
              name={name}
              onEnd={() => {
                setRenaming(false);
                requestAnimationFrame(() => {
                  // Not away from what was clicked.
                  if (document.activeElement === document.body) pencil.current?.focus();
                });
              }}
            />
          </div>
        ) : (
          <h1 className={name ? "min-w-0 truncate text-reading font-medium" : "sr-only"}>
            {name ?? "Loading the thread"}
          </h1>
        )}
        {threadId && name && !isRenaming ? (
          <IconButton
            icon={Pencil}
            iconSize={14}
            ref={pencil}
            label="Rename this thread"
            onClick={() => setRenaming(true)}
            className="max-md:hidden!"
          />
        ) : null}
        <span className="flex-1" />
        {config.usesDemoModel ? (
          <Tag tone="warn" icon={FlaskConical}>
            Demo model
          </Tag>
        ) : null}
        <IconButton
          icon={SquarePen}
          size="icon"
          label="New chat"
          onClick={newChat}
          className="size-target! md:hidden"
        />
      </header>
    </>
  );
}

/** What stands on top of a printed thread. The date is the browser's. */
function PrintTitle({ name }: { name: string | undefined }) {
  const isHydrated = useHydrated();
  return (
    <div className="hidden pb-6 print:block">
      <p className="text-page font-semibold">{name}</p>
      <p className="text-help text-quiet">
        {/* Without Intl, which takes longer to load its words than the rest of the page to be drawn. */}
        {isHydrated ? new Date().toDateString() : null}
      </p>
    </div>
  );
}
