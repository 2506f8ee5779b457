"use client";

import { useEffect, useRef, useState } from "react";
import { isComposing } from "#components/ui/is-composing.ts";

const LONGEST_NAME = 120; // characters

interface NameFieldProps {
  name: string;
  /** Called with the new name, or with nothing when it stays. */
  onEnd: (name?: string) => void;
}

/** The name of a thread, being changed: Enter saves, Escape keeps the old one, an empty one is refused. */
export function NameField({ name, onEnd }: NameFieldProps) {
  const [value, setValue] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const isEmpty = value.trim() === "";

  useEffect(() => field.current?.select(), []);

  return (
    <input
      ref={field}
      aria-label="Name of the thread"
      aria-invalid={isEmpty}
      maxLength={LONGEST_NAME}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      onBlur={() => onEnd(isEmpty || value.trim() === name ? undefined : value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (isComposing(event.nativeEvent)) return;
        if (event.key === "Escape") {
          // Not for the drawer around it.
          event.preventDefault();
          onEnd();
        }
        if (event.key === "Enter" && !isEmpty) event.currentTarget.blur();
      }}
      className="h-9 w-full rounded-control border border-ring bg-surface px-2.5 text-control outline-none aria-invalid:border-danger pointer-coarse:h-11"
    />
  );
}
