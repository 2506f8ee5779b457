"use client";

import { Button, buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { useAnnounce } from "./announcer.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { describeError, describeWait, type Failure, isModelProblem } from "./describe-error.ts";
import { ModelProblem } from "./model-problem.tsx";
import { Problem } from "./problem.tsx";

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
                {secondsLeft > 0 ? `Try again in ${secondsLeft} s.` : describeWait(0)}
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
              await navigator.clipboard.writeText(question);
              announce("Copied");
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
