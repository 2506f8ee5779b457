"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button } from "#components/ui/button.tsx";
import { X } from "#components/ui/icons.tsx";

const LONG_ENOUGH_TO_UNDO = 8_000; // milliseconds

interface Notice {
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

interface NoticeCardProps {
  notice: Notice;
  onGone: () => void;
}

/** One notice. Its time stands still while it is hovered or focused, and begins anew afterwards. */
function NoticeCard({ notice, onGone }: NoticeCardProps) {
  const [isHeld, setHeld] = useState(false);

  function end() {
    onGone();
    notice.onEnd?.();
  }
  const newestEnd = useRef(end);
  useEffect(() => {
    newestEnd.current = end;
  });
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => newestEnd.current(), LONG_ENOUGH_TO_UNDO);
    return () => clearTimeout(timer);
  }, [isHeld]);

  const { text, action } = notice;
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex items-center gap-2 rounded-card border border-line bg-surface py-1.5 pr-1.5 pl-4 text-control text-ink shadow-lg"
    >
      <span className="min-w-0 flex-1">{text}</span>
      {action ? (
        <Button
          size="small"
          className="text-brand!"
          onClick={() => {
            onGone();
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <Button size="icon-small" aria-label="Close" onClick={end}>
        <X size={15} aria-hidden />
      </Button>
    </li>
  );
}
