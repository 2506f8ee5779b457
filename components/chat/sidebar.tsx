"use client";

import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { Button } from "#components/ui/button.tsx";
import { PanelLeft } from "#components/ui/chat-icons.tsx";
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
        <Button size="icon-small" aria-label="Hide threads" onClick={onHide}>
          <PanelLeft size={18} aria-hidden />
        </Button>
      </div>
      <ThreadsPanel id="threads" />
    </aside>
  );
}
