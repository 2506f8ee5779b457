"use client";

import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { X } from "#components/ui/icons.tsx";
import { ThreadsPanel } from "./threads-panel.tsx";

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
}

/** The threads over the page, on phones and tablets. A click beside it closes it. */
export function Drawer({ isOpen, onClose }: DrawerProps) {
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
          <Button size="icon" aria-label="Close threads" onClick={onClose}>
            <X size={20} aria-hidden />
          </Button>
          <Logo />
          <span className="truncate text-reading font-semibold">{APP_NAME}</span>
        </div>
        <ThreadsPanel id="threads-drawer" onChoose={onClose} />
      </div>
    </Dialog>
  );
}
