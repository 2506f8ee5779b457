"use client";

import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from "react";
import { Button } from "./button.tsx";

const CARD = "m-auto w-full rounded-card border border-line bg-surface p-5 text-ink shadow-lg";
const LOOKS = {
  message: `${CARD} max-w-form`,
  list: `${CARD} max-w-bubble`,
  drawer:
    "m-0 h-dvh max-h-none w-drawer max-w-none border-r border-line bg-sunken p-0 text-ink shadow-lg",
};

/** The dialog around, into which menus are put: everything else is inert. */
export const OpenDialog = createContext<HTMLElement | null>(null);

interface DialogProps extends Omit<ComponentProps<"dialog">, "open" | "className"> {
  isOpen: boolean;
  look?: keyof typeof LOOKS;
}

/** A modal dialog. It is the browser's, and so are Escape and the focus, which goes back to what had it. */
export function Dialog({ isOpen, look = "message", onClose, children, ...props }: DialogProps) {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);

  useEffect(() => {
    if (isOpen) dialog?.showModal();
    else dialog?.close();
  }, [dialog, isOpen]);

  return (
    <dialog
      {...props}
      ref={setDialog}
      onClose={(event) => {
        // React hands on the close of a dialog inside, too.
        if (event.target === dialog) onClose?.(event);
      }}
      className={LOOKS[look]}
    >
      {isOpen ? <OpenDialog value={dialog}>{children}</OpenDialog> : null}
    </dialog>
  );
}

interface MessageDialogProps extends DialogProps {
  title: string;
  text: ReactNode;
}

/** A dialog that says something, and its buttons. */
export function MessageDialog({ title, text, children, ...props }: MessageDialogProps) {
  const id = useId();
  return (
    <Dialog {...props} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`}>
      <h2 id={`${id}-title`} className="text-section font-semibold">
        {title}
      </h2>
      <p id={`${id}-text`} className="pt-2 text-control text-quiet">
        {text}
      </p>
      <div className="flex justify-end gap-2 pt-5">{children}</div>
    </Dialog>
  );
}

interface ConfirmDialogProps extends MessageDialogProps {
  confirmLabel: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. Focus starts on Cancel. */
export function ConfirmDialog({ confirmLabel, onConfirm, ...props }: ConfirmDialogProps) {
  return (
    <MessageDialog {...props}>
      <Button variant="outline" onClick={props.onClose}>
        Cancel
      </Button>
      <Button variant="danger" onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </MessageDialog>
  );
}
