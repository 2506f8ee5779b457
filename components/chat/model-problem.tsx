"use client";

import { useEffect, useState } from "react";
import { useChatInfo } from "./chat-info.tsx";

/** For an admin: why the model did not answer, and where it is set up. Beside the alert, which is read out once. */
export function ModelProblem({ threadId }: { threadId: string }) {
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
