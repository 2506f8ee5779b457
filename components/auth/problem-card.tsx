import type { ComponentProps } from "react";
import { CircleAlert } from "#components/ui/icons.tsx";

/** What went wrong with signing in; it can be given the focus. */
export const ProblemCard = ({ children, ...props }: ComponentProps<"p">) => (
  <p
    {...props}
    role="alert"
    tabIndex={-1}
    className="flex gap-2 rounded-card border border-danger/40 bg-danger-soft/50 p-3 text-control text-danger"
  >
    <CircleAlert size={17} aria-hidden className="mt-0.5 shrink-0" />
    {children}
  </p>
);
