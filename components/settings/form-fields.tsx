"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { Field, FieldNote } from "#components/auth/field.tsx";
import { useFlaw } from "./action-form.tsx";

/** A field of one line. */
export function TextField(props: Omit<ComponentProps<typeof Field>, "error">) {
  return <Field autoComplete="off" spellCheck={false} {...props} error={useFlaw(props.name)} />;
}

interface PasswordInputProps {
  label: string;
  name: string;
  help?: string;
  /** Whether it is one to be chosen. */
  isNew?: boolean;
}

/** A field for a password. */
export function PasswordInput({ isNew = false, ...props }: PasswordInputProps) {
  return (
    <TextField
      {...props}
      type="password"
      required
      autoComplete={isNew ? "new-password" : "current-password"}
      minLength={isNew ? 8 : undefined}
    />
  );
}

interface AreaFieldProps extends ComponentProps<"textarea"> {
  label: string;
  help?: string;
}

/** A field of several lines, for what is pasted or listed. */
export function AreaField({ label, help, ...area }: AreaFieldProps) {
  const id = useId();
  const error = useFlaw(area.name);
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

interface FieldGroupProps {
  /** That of its controls. */
  name: string;
  label: string;
  isLabelHidden?: boolean;
  help: string;
  className: string;
  children: ReactNode;
}

/** Controls of one name to choose with. */
export function FieldGroup({ name, label, isLabelHidden, help, ...props }: FieldGroupProps) {
  const note = useId();
  return (
    <fieldset aria-describedby={note} className={props.className}>
      <legend className={isLabelHidden ? "sr-only" : "text-help font-medium"}>{label}</legend>
      {props.children}
      <FieldNote id={note} error={useFlaw(name)} help={help} />
    </fieldset>
  );
}
