"use client";

import { useEffect } from "react";

/** Puts the focus on the heading of a page that replaces what had it. React's autoFocus does so for fields only. */
export function useHeadingFocus(): void {
  useEffect(() => document.querySelector<HTMLElement>("main h1")?.focus(), []);
}
