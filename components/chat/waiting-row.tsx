"use client";

import { useEffect, useState } from "react";
import { Spinner } from "#components/ui/icons.tsx";

const UNNOTICED = 150; // milliseconds

/** "Writing…" between a question and the first word. Its place is kept from the start, so nothing jumps. */
export function WaitingRow() {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setShown, UNNOTICED, true);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="flex min-h-6 items-center gap-2 text-help text-quiet">
      {isShown ? (
        <>
          <Spinner />
          Writing…
        </>
      ) : null}
    </p>
  );
}
