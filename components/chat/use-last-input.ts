"use client";

import { type RefObject, useEffect, useRef } from "react";

/** When the user last pressed a key or the pointer, in milliseconds since the epoch; 0 before the first time. */
export function useLastInput(): RefObject<number> {
  const last = useRef(0);
  useEffect(() => {
    const remember = () => {
      last.current = Date.now();
    };
    const events = ["pointerdown", "pointerup", "keydown"] as const;
    for (const event of events) addEventListener(event, remember, { capture: true, passive: true });
    return () => {
      for (const event of events) removeEventListener(event, remember, { capture: true });
    };
  }, []);
  return last;
}
