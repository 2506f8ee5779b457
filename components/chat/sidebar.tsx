"use client";

import { clsx } from "clsx";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { PanelLeft, Search, SquarePen } from "#components/ui/chat-icons.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { X } from "#components/ui/icons.tsx";
import { useChatCommands } from "./chat-info.tsx";
import { ThreadsPanel } from "./threads-panel.tsx";

/** The threads beside the page, on screens that have the room. */
export function Sidebar({ onHide }: { onHide: () => void }) {
  return (
    <aside
      data-screen-only
      className="hidden w-sidebar shrink-0 flex-col border-r border-line bg-sunken lg:flex"
    >
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-3">
        <Logo />
        <span className="flex-1 truncate text-reading font-semibold">{APP_NAME}</span>
        <IconButton icon={PanelLeft} label="Hide threads" onClick={onHide} />
      </div>
      <ThreadsPanel id="threads" />
    </aside>
  );
}

interface RailProps {
  /** Also on wide screens, in place of the hidden sidebar. */
  isAlways: boolean;
  onShowThreads: () => void;
}

/** The sidebar reduced to a strip of buttons, between phone and desktop width. */
export function Rail({ isAlways, onShowThreads }: RailProps) {
  const { newChat, searchThreads } = useChatCommands();
  return (
    <aside
      data-screen-only
      className={clsx(
        "hidden w-rail shrink-0 flex-col items-center gap-1 border-r border-line bg-sunken py-3.5 md:flex",
        !isAlways && "lg:hidden",
      )}
    >
      <Logo />
      <div className="h-3" />
      <IconButton icon={PanelLeft} size="icon" label="Show threads" onClick={onShowThreads} />
      <IconButton icon={SquarePen} size="icon" label="New chat" onClick={newChat} />
      <IconButton icon={Search} size="icon" label="Search threads" onClick={searchThreads} />
    </aside>
  );
}

/** The threads over the page, on phones and tablets. A click beside it closes it. */
export function Drawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      look="drawer"
      aria-label="Threads"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="flex h-full flex-col">
        <div className="flex h-14 shrink-0 items-center gap-2.5 px-3">
          <IconButton icon={X} iconSize={20} size="icon" label="Close threads" onClick={onClose} />
          <Logo />
          <span className="truncate text-reading font-semibold">{APP_NAME}</span>
        </div>
        <ThreadsPanel id="threads-drawer" onChoose={onClose} />
      </div>
    </Dialog>
  );
}
