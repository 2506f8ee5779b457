"use client";

import { useEffect, useRef, useState } from "react";
import { isComposing } from "#components/ui/is-composing.ts";
import { useThreads } from "./threads-context.tsx";

const LONGEST_NAME = 120; // characters

interface NameFieldProps {
  threadId: string;
  name: string;
  onEnd: () => void;
}

/** The name of a thread, being changed: Enter saves, Escape keeps the old one, an empty one is refused. */
export function NameField({ threadId, name, onEnd }: NameFieldProps) {
  const { rename } = useThreads();
  const [value, setValue] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const newName = value.trim();

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  return (
    <input
      ref={field}
      aria-label="Name of the thread"
      aria-invalid={newName === ""}
      maxLength={LONGEST_NAME}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      onBlur={() => {
        onEnd();
        if (newName && newName !== name) void rename(threadId, newName);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (isComposing(event.nativeEvent)) return;
        if (event.key === "Escape") {
          // Not for the drawer around it.
          event.preventDefault();
          onEnd();
        }
        if (event.key === "Enter" && newName) event.currentTarget.blur();
      }}
      className="h-9 w-full rounded-control border border-ring bg-surface px-2.5 text-control outline-none aria-invalid:border-danger pointer-coarse:h-11"
    />
  );
}
