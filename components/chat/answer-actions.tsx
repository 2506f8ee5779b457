"use client";

import { Button } from "#components/ui/button.tsx";
import { RefreshCw } from "#components/ui/chat-icons.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

interface AnswerActionsProps {
  text: string;
  onAskAgain?: () => void;
}

/** What can be done with a finished answer. */
export function AnswerActions({ text, onAskAgain }: AnswerActionsProps) {
  return (
    <div data-screen-only className="-ml-1.5 flex gap-0.5">
      {text ? <CopyButton label="Copy answer" write={() => text} /> : null}
      {onAskAgain ? (
        <Button size="icon-small" aria-label="Try again" onClick={onAskAgain}>
          <RefreshCw size={15} aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
