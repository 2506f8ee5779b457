import { type ComponentProps, useId } from "react";
import { FieldNote } from "#components/auth/field.tsx";

interface AreaFieldProps extends ComponentProps<"textarea"> {
  label: string;
  help?: string;
  error?: string;
}

/** A labelled field of several lines, for what is pasted or listed. */
export function AreaField({ label, help, error, ...area }: AreaFieldProps) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="text-help font-medium">
        {label}
      </label>
      <textarea
        rows={3}
        autoComplete="off"
        spellCheck={false}
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || help ? `${id}-note` : undefined}
        className="block w-full rounded-control border border-line-strong bg-canvas px-3 py-2 font-mono text-help aria-invalid:border-danger"
      />
      <FieldNote id={`${id}-note`} {...{ help, error }} />
    </div>
  );
}
