"use client";

import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { Check, CircleAlert, Copy } from "./icons.tsx";

const SHOWN_FOR = 2_000; // milliseconds
export const COPY_REFUSED = "The browser refused to copy";
const OUTCOMES = {
  copied: { icon: Check, text: "Copied" },
  refused: { icon: CircleAlert, text: COPY_REFUSED },
};

interface CopyButtonProps {
  label: string;
  /** Kept in the tab order and in place, but does nothing: what it copies is still arriving. */
  isOff?: boolean;
  write: () => string;
}

/** An icon button that copies a text and says for two seconds how that went. */
export function CopyButton({ label, isOff, write }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<keyof typeof OUTCOMES>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(write());
      setOutcome("copied");
    } catch {
      // Refused by permission or absent without https: both mean the same to the user.
      setOutcome("refused");
    }
  }
  const { icon: Icon, text } = outcome ? OUTCOMES[outcome] : { icon: Copy, text: label };
  return (
    <Button
      size="icon-small"
      aria-label={text}
      title={text}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : copy}
    >
      <Icon aria-hidden className="size-4" />
      <span role="status" className="sr-only">
        {outcome && text}
      </span>
    </Button>
  );
}
