"use client";

import { useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Archive, Search, SquarePen } from "#components/ui/chat-icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { focusComposerByMouse } from "./focus.ts";
import { ThreadList } from "./thread-list.tsx";
import { UserMenu } from "./user-menu.tsx";

interface ThreadsPanelProps {
  id: string;
  /** Called when a page was chosen, so that a drawer can close. */
  onChoose?: () => void;
}

/** New chat, search, the list, the way to the archive and the account: the inside of sidebar and drawer. */
export function ThreadsPanel({ id, onChoose }: ThreadsPanelProps) {
  const [search, setSearch] = useState("");
  const [ofArchive, setOfArchive] = useState(false);
  const { keepsData } = useChatInfo().config;
  return (
    <>
      <div className="shrink-0 space-y-2 px-3">
        <PageLink
          href="/"
          onClick={() => {
            onChoose?.();
            focusComposerByMouse();
          }}
          className={buttonClass(
            { variant: "outline" },
            "h-10! w-full justify-start! pointer-coarse:h-11!",
          )}
        >
          <SquarePen size={16} aria-hidden className="text-brand" />
          New chat
          <kbd aria-hidden className="ml-auto pointer-coarse:hidden">
            Ctrl ⇧ O
          </kbd>
        </PageLink>
        <search>
          {/* Escape resets it where nothing else is to be closed or stopped. */}
          <form onReset={() => setSearch("")} onSubmit={(event) => event.preventDefault()}>
            <label className="flex h-9 items-center gap-2 rounded-control border border-line bg-canvas px-2.5 text-quiet focus-within:border-ring pointer-coarse:h-11">
              <Search size={15} aria-hidden className="shrink-0" />
              <input
                type="search"
                aria-label="Search threads"
                placeholder="Search threads"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                className="min-w-0 flex-1 bg-transparent text-control text-ink outline-none placeholder:text-quiet"
              />
              <kbd aria-hidden className="pointer-coarse:hidden">
                Ctrl K
              </kbd>
            </label>
          </form>
        </search>
      </div>
      <nav
        id={id}
        tabIndex={-1}
        aria-label="Threads"
        className="min-h-0 flex-1 overflow-y-auto px-3 py-3 outline-none"
      >
        <ThreadList search={search.trim()} ofArchive={ofArchive} onChoose={onChoose} />
      </nav>
      <div className="shrink-0 border-t border-line p-2 pb-safe-bottom">
        {keepsData ? (
          <Button
            variant={ofArchive ? "soft" : "plain"}
            aria-pressed={ofArchive}
            className="w-full justify-start!"
            onClick={() => setOfArchive(!ofArchive)}
          >
            <Archive size={16} aria-hidden className="text-quiet" />
            Archived
          </Button>
        ) : null}
        <UserMenu />
      </div>
    </>
  );
}
