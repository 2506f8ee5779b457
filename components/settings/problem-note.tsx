import { CircleAlert } from "#components/ui/icons.tsx";

/** Says at once what went wrong where no single control is at fault. */
export function ProblemNote({ children }: { children: string | undefined }) {
  return (
    <p role="alert" className="flex items-center gap-1 text-help text-danger empty:hidden">
      {children ? <CircleAlert size={14} aria-hidden className="shrink-0" /> : null}
      {children}
    </p>
  );
}
