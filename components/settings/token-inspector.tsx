"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ActionForm, type FormAction } from "./action-form.tsx";
import { AreaField } from "./form-fields.tsx";

/** Judges a pasted token as the exchange would. The form is posted, so that no address ever holds a token. */
export function TokenInspector({ action }: { action: FormAction }) {
  const [round, setRound] = useState(0);
  return (
    <div className="rounded-card border border-line bg-surface">
      <ActionForm
        // Another key is another form: nothing of the token before is left.
        key={round}
        action={action}
        submitLabel="Inspect"
        tools={<Button onClick={() => setRound(round + 1)}>Clear</Button>}
        className="space-y-3 p-4"
      >
        <AreaField
          label="Token"
          name="token"
          rows={4}
          help="A user token, or what one of the issuers above has issued."
        />
      </ActionForm>
    </div>
  );
}
