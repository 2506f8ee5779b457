"use client";

import { Field } from "#components/auth/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { AreaField } from "./area-field.tsx";
import { CopyLine } from "./copy-line.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

export const ORIGINS_HELP =
  "One a line, such as https://app.example.com. Empty: pages of every origin may use the key.";

export interface NewKeyState extends FormState {
  created?: { key: string; name: string };
}

interface NewKeyFormProps {
  kind: "publishable" | "secret";
  action: FormAction<NewKeyState>;
}

/** Makes a key and shows it; a secret one this once. */
export function NewKeyForm({ kind, action }: NewKeyFormProps) {
  const { state, isOff, errorOf, problem, props } = useActionForm(action);
  const created = state?.created;
  return (
    <div className="space-y-3">
      <div role="status" className="empty:hidden">
        {created ? (
          <div className="rounded-card border border-line bg-ok-soft/60">
            <p className="px-4 pt-3 text-control">
              <strong>{created.name} is created.</strong>{" "}
              {kind === "secret"
                ? "Copy it now: it is shown this once. With it, a program can act for every user that it names; keep it out of pages and repositories."
                : "It may stand in a page, and can be read here later."}
            </p>
            <CopyLine label={kind === "secret" ? "Secret key" : "Key"} value={created.key} />
          </div>
        ) : null}
      </div>
      {/* A new key, an empty form. */}
      <form
        key={created?.key}
        {...props}
        className="space-y-3 rounded-card border border-line bg-surface p-4"
      >
        <input type="hidden" name="kind" value={kind} />
        <Field
          label={kind === "secret" ? "Name of a new secret key" : "Name of a new publishable key"}
          name="name"
          help="Where it is used, such as nightly import."
          error={errorOf("name")}
          autoComplete="off"
        />
        {kind === "publishable" ? (
          <AreaField
            label="Allowed origins"
            name="allowedOrigins"
            rows={2}
            help={ORIGINS_HELP}
            error={errorOf("allowedOrigins")}
          />
        ) : null}
        <ProblemNote>{problem}</ProblemNote>
        <Button type="submit" variant="outline" disabled={isOff}>
          {kind === "secret" ? "Create secret key" : "Create publishable key"}
        </Button>
      </form>
    </div>
  );
}
