"use client";

import { useEffect, useState } from "react";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { Button } from "#components/ui/button.tsx";
import { X } from "#components/ui/icons.tsx";
import { MenuContainer } from "#components/ui/menu.tsx";
import { ThreadsPanel } from "./threads-panel.tsx";

interface DrawerProps {
  isOpen: boolean;
  onClose: () => void;
}

/** The threads over the page, on phones and tablets. Native and modal: Escape and the focus are the browser's. */
export function Drawer({ isOpen, onClose }: DrawerProps) {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);

  useEffect(() => {
    if (isOpen) dialog?.showModal();
    else dialog?.close();
  }, [dialog, isOpen]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the drawer closes it; the keyboard has Escape and the button.
    <dialog
      ref={setDialog}
      aria-label="Threads"
      onClose={(event) => {
        // React hands on the close of a dialog inside, too.
        if (event.target === dialog) onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog) onClose();
      }}
      className="m-0 h-dvh max-h-none w-drawer max-w-none border-r border-line bg-sunken p-0 text-ink shadow-lg"
    >
      {isOpen ? (
        <MenuContainer value={dialog}>
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
        </MenuContainer>
      ) : null}
    </dialog>
  );
}
