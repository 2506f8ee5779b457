import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

export interface FieldProps extends ComponentProps<"input"> {
  label: string;
  help?: string;
  error?: string;
  /** A control inside the field's right edge. */
  action?: ReactNode;
}

/** A labelled input; help and error are read with it. */
export function Field({ label, help, error, action, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="text-help font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className="h-11 w-full rounded-control border border-line-strong bg-canvas px-3 text-control aria-invalid:border-danger has-[+button]:pr-12"
        />
        {action}
      </div>
      {note ? (
        <p
          id={`${id}-note`}
          className={
            error ? "flex items-center gap-1 text-help text-danger" : "text-help text-muted"
          }
        >
          {error ? <CircleAlert size={14} aria-hidden className="shrink-0" /> : null}
          {note}
        </p>
      ) : null}
    </div>
  );
}
