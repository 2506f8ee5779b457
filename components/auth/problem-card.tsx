import type { ReactNode, Ref } from "react";
import { CircleAlert } from "#components/ui/icons.tsx";

/** What went wrong with signing in; it can be given the focus. */
export function ProblemCard({
  ref,
  children,
}: {
  ref?: Ref<HTMLParagraphElement>;
  children: ReactNode;
}) {
  return (
    <p
      ref={ref}
      role="alert"
      tabIndex={-1}
      className="flex gap-2 rounded-card border border-danger/40 bg-danger-soft/50 p-3 text-control text-danger"
    >
      <CircleAlert size={17} aria-hidden className="mt-0.5 shrink-0" />
      {children}
    </p>
  );
}
