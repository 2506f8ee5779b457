"use client";

import { useEffect } from "react";

/** Loads the page anew where the browser would show it as it was left: somebody may have signed in since. */
export function FreshPage() {
  useEffect(() => {
    const reload = ({ persisted }: PageTransitionEvent) => {
      if (persisted) location.reload();
    };
    addEventListener("pageshow", reload);
    return () => removeEventListener("pageshow", reload);
  }, []);
  return null;
}
