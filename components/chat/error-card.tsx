"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { CloudOff, RefreshCw } from "#components/ui/chat-icons.tsx";
import { COPY_REFUSED } from "#components/ui/copy-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { useAnnounce } from "./announcer.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { describeError, describeWait, isModelProblem } from "./describe-error.ts";
import { type Failure, writeWait } from "./failure.ts";
import { useNotify } from "./notices.tsx";

interface ErrorCardProps {
  threadId: string | undefined;
  failure: Failure;
  /** What was asked; absent where it waits in the composer. */
  question: string | undefined;
  /** Seconds until a message is taken again. */
  secondsLeft: number;
  onTryAgain: (question: string) => void;
}

/** A failed question or a cut answer, below what arrived of it. */
export function ErrorCard({
  threadId,
  failure,
  question,
  secondsLeft,
  onTryAgain,
}: ErrorCardProps) {
  const { config } = useChatInfo();
  const announce = useAnnounce();
  const notify = useNotify();
  const { title, text, action } = describeError(failure);
  return (
    <div className="pt-4">
      <Problem
        title={title}
        text={
          failure.retryAfterSeconds ? (
            <>
              {text}{" "}
              <span aria-hidden>
                {secondsLeft > 0 ? `Try again in ${writeWait(secondsLeft)}.` : describeWait(0)}
              </span>
              <span className="sr-only">{describeWait(secondsLeft)}</span>
            </>
          ) : (
            text
          )
        }
        onTryAgain={action === "try-again" && question ? () => onTryAgain(question) : undefined}
      >
        {action === "sign-in" ? (
          <a
            href={withReturnTo(config.signInPath, location.pathname)}
            className={buttonClass({ variant: "outline", size: "small" })}
          >
            Sign in
          </a>
        ) : null}
        {action === "new-chat" ? (
          <PageLink href="/" className={buttonClass({ variant: "outline", size: "small" })}>
            New chat
          </PageLink>
        ) : null}
        {question ? (
          <Button
            size="small"
            onClick={async () => {
              try {
                await navigator.clipboard.writeText(question);
                announce("Copied");
              } catch {
                notify({ text: COPY_REFUSED });
              }
            }}
          >
            Copy question
          </Button>
        ) : null}
      </Problem>
      {isModelProblem(failure) && threadId ? <ModelProblem threadId={threadId} /> : null}
    </div>
  );
}

/** For an admin: why the model did not answer, and where it is set up. Beside the alert, which is read out once. */
function ModelProblem({ threadId }: { threadId: string }) {
  const admin = useChatInfo().user?.admin;
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    admin
      ?.readModelProblem(threadId)
      .then(setProblem)
      // The card above says what everybody is told.
      .catch(() => {});
  }, [admin, threadId]);

  if (!admin) return null;
  return (
    <p role="status" className="pt-2 text-help text-quiet">
      {problem}
    </p>
  );
}

/** A thread that could not be loaded. */
export function LoadFailure({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return <Problem {...describeError(failure)} onTryAgain={onRetry} />;
}

interface ProblemProps {
  title: string;
  text: ReactNode;
  onTryAgain?: () => void;
  /** Further things that can be done. */
  children?: ReactNode;
}

/** What happened, what is kept, and what to do; read out once. */
function Problem({ title, text, onTryAgain, children }: ProblemProps) {
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
