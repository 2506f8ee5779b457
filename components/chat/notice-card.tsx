"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { X } from "#components/ui/icons.tsx";
import type { Notice } from "./notices.tsx";

const LONG_ENOUGH_TO_UNDO = 8_000; // milliseconds

interface NoticeCardProps {
  notice: Notice;
  onGone: () => void;
}

/** One notice. Its time stands still while it is hovered or focused, and begins anew afterwards. */
export function NoticeCard({ notice, onGone }: NoticeCardProps) {
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
          className="text-accent!"
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
