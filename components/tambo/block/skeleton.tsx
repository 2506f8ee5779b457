import { clsx } from "clsx";

/** The place of a line of text that has not come yet. Give its size as classes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("skeleton block", className)} />;
}
