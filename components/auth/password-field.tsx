"use client";

import { useState } from "react";
import { Eye, EyeOff } from "#components/ui/icons.tsx";
import { Field, type FieldProps } from "./field.tsx";

/** A password input whose text can be shown. Pasting is allowed: password managers do it. */
export function PasswordField(props: Omit<FieldProps, "label" | "name" | "type" | "action">) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      {...props}
      label="Password"
      name="password"
      type={isShown ? "text" : "password"}
      required
      action={
        <button
          type="button"
          aria-label="Show password"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-control text-muted hover:text-ink"
        >
          <Icon size={17} aria-hidden />
        </button>
      }
    />
  );
}
