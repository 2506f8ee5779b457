"use client";

import { useEffect, useState } from "react";
import { readFailure } from "./describe-error.ts";

const ONE_SECOND = 1_000; // milliseconds

/** Seconds until the server takes messages again, after it refused one as one too many; 0 otherwise. */
export function useSecondsLeft(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const { status, retryAfterSeconds = 0 } = readFailure(error);
    const until = Date.now() + (status === 429 ? retryAfterSeconds * ONE_SECOND : 0);
    let timer: ReturnType<typeof setTimeout>;
    function count() {
      const seconds = Math.ceil((until - Date.now()) / ONE_SECOND);
      setLeft(Math.max(0, seconds));
      if (seconds > 0) timer = setTimeout(count, ONE_SECOND);
    }
    count();
    return () => clearTimeout(timer);
  }, [error]);
  return left;
}
