"use client";

import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { RefreshCw } from "#components/ui/chat-icons.tsx";
import { Check, Copy } from "#components/ui/icons.tsx";
import { useAnnounce } from "./announcer.tsx";

const CONFIRMATION = 2_000; // milliseconds

interface AnswerActionsProps {
  text: string;
  onAskAgain?: () => void;
}

/** What can be done with a finished answer. */
export function AnswerActions({ text, onAskAgain }: AnswerActionsProps) {
  const announce = useAnnounce();
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(setCopied, CONFIRMATION, false);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce("Copied");
  }

  return (
    <div data-screen-only className="-ml-1.5 flex gap-0.5">
      {text ? (
        <Button size="icon-small" aria-label="Copy answer" onClick={copy}>
          {isCopied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
        </Button>
      ) : null}
      {onAskAgain ? (
        <Button size="icon-small" aria-label="Try again" onClick={onAskAgain}>
          <RefreshCw size={15} aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
