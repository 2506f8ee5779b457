"use client";

import { useEffect, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { useAnnounce } from "./announcer.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { describeError, describeWait, type Failure, isModelProblem } from "./describe-error.ts";
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
