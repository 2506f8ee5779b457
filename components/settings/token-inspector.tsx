"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { AreaField } from "./area-field.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

export interface InspectorState extends FormState {
  /** The token's parts and every check. */
  view?: ReactNode;
}

/** Judges a pasted token as the exchange would. The form is posted, so that no address ever holds a token. */
export function TokenInspector({ action }: { action: FormAction<InspectorState> }) {
  const [round, setRound] = useState(0);
  // Another key is another form: nothing of the token before is left.
  return <InspectorForm key={round} action={action} onClear={() => setRound(round + 1)} />;
}

interface InspectorFormProps {
  action: FormAction<InspectorState>;
  onClear: () => void;
}

function InspectorForm({ action, onClear }: InspectorFormProps) {
  const { state, isOff, errorOf, problem, props } = useActionForm(action);
  return (
    <div className="rounded-card border border-line bg-surface">
      <form {...props} className="space-y-3 p-4">
        <AreaField
          label="Token"
          name="token"
          rows={4}
          help="A user token, or what one of the issuers above has issued."
          error={errorOf("token")}
        />
        <ProblemNote>{problem}</ProblemNote>
        <div className="flex gap-2">
          <Button type="submit" variant="outline" disabled={isOff}>
            Inspect
          </Button>
          <Button onClick={onClear}>Clear</Button>
        </div>
      </form>
      {state?.view ? <div className="border-t border-line">{state.view}</div> : null}
    </div>
  );
}
