"use client";

import { type ReactNode, useId } from "react";
import { FieldNote } from "#components/auth/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

interface StrategyFormProps {
  action: FormAction<FormState>;
  /** The radio buttons. */
  children: ReactNode;
}

/** Which of the four ways verifies the tokens of trusted issuers. */
export function StrategyForm({ action, children }: StrategyFormProps) {
  const { isOff, errorOf, problem, props } = useActionForm(action);
  const note = useId();
  const error = errorOf("strategy");
  return (
    <form {...props} className="space-y-3">
      <fieldset aria-describedby={note} className="grid gap-3 md:grid-cols-2">
        <legend className="sr-only">Verification strategy</legend>
        {children}
      </fieldset>
      <FieldNote
        id={note}
        error={error}
        help="Holds within two seconds, on every instance. People who sign in here are not affected. The others stay who they are, but with “No verification”: its users are apart from all others."
      />
      <ProblemNote>{problem}</ProblemNote>
      <Button type="submit" variant="solid" disabled={isOff}>
        Save strategy
      </Button>
    </form>
  );
}
