import type { ComponentProps } from "react";
import type { Tag } from "#components/ui/tag.tsx";

type Tone = ComponentProps<typeof Tag>["tone"];

const TONES = new Map<string, Tone>([
  ["security", "danger"],
  ["bug", "danger"],
  ["urgent", "danger"],
  ["a11y", "warn"],
  ["risk", "warn"],
  ["legal", "warn"],
  ["core", "ok"],
  ["auth", "ok"],
  ["design", "accent"],
]);

/** The colour of a task's tag; plain for words without a meaning of their own. */
export function chooseTone(tag: string): Tone {
  return TONES.get(tag.toLowerCase());
}
