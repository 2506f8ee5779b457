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

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => {});

const SHORTEST_GAP = 1_000; // milliseconds between two sentences

/** Mounts the polite live region of the page. What is lost is an alert where it is shown; an ended session has the focus. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const announce = useCallback<Announce>((text) => {
    const wait = Math.max(0, lastAt.current + SHORTEST_GAP - Date.now());
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      lastAt.current = Date.now();
      // A no-break space at the end makes a repeated sentence a change, which is what is read.
      setSaid((before) => (before === text ? `${text}\u00a0` : text));
    }, wait);
  }, []);

  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" className="sr-only">
        {said}
      </div>
    </AnnounceContext>
  );
}

/** Says a sentence to screen readers. Only at boundaries: a live region fed word by word cannot be followed. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
