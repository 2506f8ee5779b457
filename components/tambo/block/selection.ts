import { useComponentContent } from "@tambo-ai/react";
import { useEffect, useMemo } from "react";

/** What the user has picked in a component, as the model reads it. */
export interface Selection {
  component: string;
  title: string;
  columns?: string[];
  rows?: string[][];
  choice?: string;
}

// By component, the one that was changed last at the end.
const current = new Map<string, string>();

/** Lets `get_selection` see what is picked in this component; nothing for `undefined`. */
export function useShowSelection(selection: Selection | undefined): void {
  const { componentId } = useComponentContent();
  const text = useMemo(() => selection && JSON.stringify(selection), [selection]);
  useEffect(() => {
    if (text === undefined) return;
    current.set(componentId, text);
    return () => {
      current.delete(componentId);
    };
  }, [componentId, text]);
}

/** The selection that was made last, of the thread that is open. */
export function readSelection(): Selection | undefined {
  const newest = [...current.values()].at(-1);
  return newest === undefined ? undefined : JSON.parse(newest);
}
