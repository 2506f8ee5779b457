"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { flushSync } from "react-dom";
import { ChatCommands } from "./chat-info.tsx";
import { COMPOSER_ID, findShown, focusComposer } from "./focus.ts";
import { KeyboardShortcuts } from "./keyboard-shortcuts.tsx";
import { OfflineBar } from "./online.tsx";
import { Drawer, Rail, Sidebar } from "./sidebar.tsx";

const SKIP_LINK =
  "sr-only z-50 rounded-control bg-brand px-3 py-2 text-control text-brand-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2";
const WIDE = "(min-width: 64rem)";
const ONE_YEAR = 365 * 24 * 60 * 60; // seconds

interface ChatFrameProps {
  isSidebarOpen: boolean;
  children: ReactNode;
}

/** Sidebar, rail or drawer beside the page, and the keys that work everywhere in the chat. */
export function ChatFrame({ isSidebarOpen, children }: ChatFrameProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(isSidebarOpen);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [areKeysShown, showKeys] = useState(false);

  function showSidebar(open: boolean) {
    setOpen(open);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context; the server reads this to render the right width.
    document.cookie = `sidebar=${open ? "open" : "closed"}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax`;
  }

  /** Shows or hides the sidebar from a button, which goes away with it: its counterpart gets the focus. */
  function toggleSidebar(open: boolean) {
    flushSync(() => showSidebar(open));
    const counterpart = open ? "Hide threads" : "Show threads";
    findShown(`[aria-label="${counterpart}"]`)?.focus();
  }

  // What is typed after a key belongs to what the key has opened, so that has the focus at once.
  const commands = {
    newChat: () => {
      flushSync(() => setDrawerOpen(false));
      router.push("/");
      focusComposer();
    },
    searchThreads: () => {
      const show = matchMedia(WIDE).matches ? showSidebar : setDrawerOpen;
      flushSync(() => show(true));
      findShown("search input")?.focus();
    },
    openDrawer: () => setDrawerOpen(true),
    showKeys: () => showKeys(true),
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const isField =
      event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (command && !event.shiftKey && key === "k") commands.searchThreads();
    else if (command && event.shiftKey && key === "o") commands.newChat();
    else if (command && key === "/") showKeys((before) => !before);
    else if (key === "/" && !isField) focusComposer();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <ChatCommands value={commands}>
      <div className="flex h-dvh min-h-0 flex-col" data-print-flow>
        <nav aria-label="Shortcuts">
          <a href={`#${COMPOSER_ID}`} className={SKIP_LINK}>
            Skip to composer
          </a>
          {/* biome-ignore lint/a11y/useValidAnchor: a link where the list stands beside the page; elsewhere it opens the list. */}
          <a
            href="#threads"
            onClick={(event) => {
              if (findShown("#threads")) return;
              event.preventDefault();
              commands.openDrawer();
            }}
            className={SKIP_LINK}
          >
            Skip to threads
          </a>
        </nav>
        <OfflineBar />
        <div className="flex min-h-0 flex-1" data-print-flow>
          {isOpen ? <Sidebar onHide={() => toggleSidebar(false)} /> : null}
          <Rail
            isAlways={!isOpen}
            onShowThreads={() =>
              matchMedia(WIDE).matches ? toggleSidebar(true) : setDrawerOpen(true)
            }
          />
          {children}
        </div>
        <KeyboardShortcuts isOpen={areKeysShown} onClose={() => showKeys(false)} />
        <Drawer isOpen={isDrawerOpen} onClose={() => setDrawerOpen(false)} />
      </div>
    </ChatCommands>
  );
}
