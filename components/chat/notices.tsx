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
import { IconButton } from "#components/ui/icon-button.tsx";
import { X } from "#components/ui/icons.tsx";

const LONG_ENOUGH_TO_UNDO = 8_000; // milliseconds

interface Notice {
  text: string;
  action?: { label: string; run: () => void };
  /** Called when the notice has gone without its action being used. */
  onEnd?: () => void;
}

interface ShownNotice extends Notice {
  id: number;
  /** Takes it away as if its action had been used. */
  close: () => void;
  /** Takes it away without. */
  end: () => void;
}

/** Shows a notice; the function that comes back takes it away as if its action had been used. */
type Notify = (notice: Notice) => () => void;

const NotifyContext = createContext<Notify>(() => () => {});

export function useNotify(): Notify {
  return useContext(NotifyContext);
}

/** Short notices below the header, where they cover nothing that is being written, with at most one action each. */
export function Notices({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<ShownNotice[]>([]);
  const nextId = useRef(0);

  const notify = useCallback<Notify>((notice) => {
    const id = nextId.current++;
    const close = () => setNotices((before) => before.filter((other) => other.id !== id));
    function end() {
      close();
      notice.onEnd?.();
    }
    setNotices((before) => [...before, { ...notice, id, close, end }]);
    return close;
  }, []);

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
            {notices.map((notice) => (
              <NoticeCard key={notice.id} {...notice} />
            ))}
          </ol>
        </div>
      </section>
    </NotifyContext>
  );
}

/** One notice. Its time stands still while it is hovered or focused, and begins anew afterwards. */
function NoticeCard({ text, action, close, end }: ShownNotice) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(end, LONG_ENOUGH_TO_UNDO);
    return () => clearTimeout(timer);
  }, [isHeld, end]);

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
            close();
            action.run();
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton icon={X} iconSize={15} label="Close" onClick={end} />
    </li>
  );
}
