"use client";

import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { CircleAlert, Eye, EyeOff } from "#components/ui/icons.tsx";

interface FieldProps extends ComponentProps<"input"> {
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
    <div className="space-y-1.5">
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
      <FieldNote id={`${id}-note`} {...{ help, error }} />
    </div>
  );
}

/** The line below a control, to which its `aria-describedby` points. */
export function FieldNote({ id, help, error }: { id: string; help?: string; error?: string }) {
  if (!error && !help) return null;
  return (
    <p
      id={id}
      className={error ? "flex items-center gap-1 text-help text-danger" : "text-help text-quiet"}
    >
      {error ? <CircleAlert size={14} aria-hidden className="shrink-0" /> : null}
      {error ?? help}
    </p>
  );
}

/** A password input whose text can be shown. Pasting is allowed: password managers do it. */
export function PasswordField(props: FieldProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      {...props}
      type={isShown ? "text" : "password"}
      action={
        <button
          type="button"
          aria-label="Show password"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-quiet hover:text-ink"
        >
          <Icon size={17} aria-hidden />
        </button>
      }
    />
  );
}
