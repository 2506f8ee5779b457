import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { CloudOff, RefreshCw } from "#components/ui/chat-icons.tsx";

interface ProblemProps {
  title: string;
  text: ReactNode;
  onTryAgain?: () => void;
  /** Further things that can be done. */
  children?: ReactNode;
}

/** What happened, what is kept, and what to do; read out once. */
export function Problem({ title, text, onTryAgain, children }: ProblemProps) {
  return (
    <div
      role="alert"
      className="flex gap-2.5 rounded-card border border-danger/40 bg-danger-soft/50 p-3.5 text-control"
    >
      <CloudOff size={18} aria-hidden className="mt-px shrink-0 text-danger" />
      <div className="min-w-0 space-y-2.5">
        <p>
          <strong className="font-semibold text-danger">{title}</strong> {text}
        </p>
        {onTryAgain || children ? (
          <div className="flex flex-wrap gap-2">
            {onTryAgain ? (
              <Button variant="outline" size="small" onClick={onTryAgain}>
                <RefreshCw size={14} aria-hidden />
                Try again
              </Button>
            ) : null}
            {children}
          </div>
        ) : null}
      </div>
    </div>
  );
}
