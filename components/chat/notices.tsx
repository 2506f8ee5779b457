"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { NoticeCard } from "./notice-card.tsx";

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
      {children}
      <section
        aria-label="Notices"
        data-screen-only
        className="pointer-events-none fixed inset-x-4 top-16 z-50 mx-auto max-w-form"
      >
        <div role="status">
          <ol className="space-y-2">
            {notices.map(({ id, ...notice }) => (
              <NoticeCard key={id} notice={notice} onGone={() => remove(id)} />
            ))}
          </ol>
        </div>
      </section>
    </NotifyContext>
  );
}

export function useNotify(): Notify {
  return useContext(NotifyContext);
}
