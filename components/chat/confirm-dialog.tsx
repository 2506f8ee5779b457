"use client";

import { useEffect, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";

interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What stops working, and what is kept. */
  text: string;
  confirmLabel: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. Focus starts on Cancel. */
export function ConfirmDialog({
  isOpen,
  title,
  text,
  confirmLabel,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
      className="m-auto w-full max-w-form rounded-card border border-line bg-surface p-5 text-ink shadow-lg"
    >
      <h2 id={`${id}-title`} className="text-section font-semibold">
        {title}
      </h2>
      <p id={`${id}-text`} className="pt-2 text-control text-quiet">
        {text}
      </p>
      <div className="flex justify-end gap-2 pt-5">
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="danger" onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </dialog>
  );
}
