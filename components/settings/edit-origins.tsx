"use client";

import { AreaField } from "./area-field.tsx";
import { DialogForm } from "./dialog-form.tsx";
import { ORIGINS_HELP } from "./new-key-form.tsx";
import type { FormAction, FormState } from "./use-action-form.ts";

interface EditOriginsProps {
  id: string;
  name: string;
  allowedOrigins: string[] | null;
  action: FormAction<FormState>;
}

/** The button that changes which pages may use a publishable key. */
export function EditOrigins({ id, name, allowedOrigins, action }: EditOriginsProps) {
  return (
    <DialogForm
      label="Origins…"
      of={`of ${name}`}
      variant="outline"
      title={`Allowed origins of ${name}`}
      text="Browsers let pages of these origins use the key, and this app’s own pages. Of all others, calls fail within seconds of the change."
      submitLabel="Save origins"
      values={{ id }}
      action={action}
      fields={(errorOf) => (
        <AreaField
          label="Allowed origins"
          name="allowedOrigins"
          defaultValue={allowedOrigins?.join("\n")}
          help={ORIGINS_HELP}
          error={errorOf("allowedOrigins")}
        />
      )}
    />
  );
}
