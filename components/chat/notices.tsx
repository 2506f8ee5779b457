"use client";

import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Button } from "#components/ui/button.tsx";

const LONG_ENOUGH_TO_UNDO = 8_000; // milliseconds; stands still while hovered or focused

export interface Notice {
  text: string;
  action?: { label: string; run: () => void };
  /** Called when the notice has gone without its action being used. */
  onEnd?: () => void;
}

/** Shows a notice; the function that comes back takes it away as if its action had been used. */
type Notify = (notice: Notice) => () => void;

const NotifyContext = createContext<Notify>(() => () => {});

/** Short notices below the header, where they cover nothing that is being written, with at most one action each. */
export function Notices({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<(Notice & { id: string })[]>([]);

  const remove = useCallback((id: string) => {
    setNotices((before) => before.filter((notice) => notice.id !== id));
  }, []);

  const notify = useCallback<Notify>(
    (notice) => {
      const id = crypto.randomUUID();
      setNotices((before) => [...before, { ...notice, id }]);
      return () => remove(id);
    },
    [remove],
  );

  return (
    <NotifyContext value={notify}>
      <Toast.Provider label="Notice" duration={LONG_ENOUGH_TO_UNDO} swipeDirection="up">
        {children}
        {notices.map(({ id, text, action, onEnd }) => (
          <Toast.Root
            key={id}
            onOpenChange={(isOpen) => {
              if (isOpen) return;
              remove(id);
              onEnd?.();
            }}
            className="flex items-center gap-2 rounded-card border border-line bg-surface py-1.5 pr-1.5 pl-4 text-control text-ink shadow-lg"
          >
            <Toast.Description className="min-w-0 flex-1">{text}</Toast.Description>
            {action ? (
              <Button
                size="small"
                className="text-accent!"
                onClick={() => {
                  remove(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            ) : null}
            <Toast.Close asChild>
              <Button size="icon-small" aria-label="Close">
                <X size={15} aria-hidden />
              </Button>
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport
          label="Notices ({hotkey})"
          className="fixed inset-x-4 top-16 z-50 mx-auto flex max-w-form flex-col gap-2 outline-none"
        />
      </Toast.Provider>
    </NotifyContext>
  );
}

export function useNotify(): Notify {
  return useContext(NotifyContext);
}
