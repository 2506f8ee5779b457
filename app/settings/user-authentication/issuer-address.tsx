"use client";

import { startTransition, useActionState, useId, useRef } from "react";
import { actOrExplain } from "#components/settings/action-form.tsx";
import { TextField } from "#components/settings/form-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { IssuerToAsk } from "#lib/trust/look-up-issuer.ts";
import { checkIssuer } from "./actions.tsx";
import type { ShownLookUp } from "./issuer-check.tsx";

/** The field for an issuer's address, and the button that asks the issuer itself. */
export function IssuerAddress({ suggested }: { suggested?: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [result, check, isPending] = useActionState<ShownLookUp | undefined, IssuerToAsk>(
    (_before, asked) =>
      actOrExplain<ShownLookUp>(
        () => checkIssuer(asked),
        (view) => ({ view }),
      ),
    undefined,
  );
  const look = () => {
    const form = new FormData(input.current?.form ?? undefined);
    const read = (name: string) => String(form.get(name) ?? "").trim();
    startTransition(() => check({ issuer: read("issuer"), jwksUri: read("jwksUri") || null }));
  };
  const isHydrated = useHydrated();
  const note = useId();
  return (
    <div className="space-y-2">
      <TextField
        label="Issuer"
        name="issuer"
        ref={input}
        defaultValue={suggested}
        help="Byte for byte as tokens have it in iss, the slash at the end included."
        inputMode="url"
        autoFocus
      />
      <Button
        variant="outline"
        size="small"
        disabled={isPending || !isHydrated}
        aria-describedby={note}
        onClick={look}
      >
        {isPending ? "Asking the issuer" : "Check this issuer"}
      </Button>
      <div id={note} role="status" className="text-help">
        {isPending ? null : result?.view}
      </div>
      {result?.otherSpelling && !isPending && (
        <Button
          variant="outline"
          size="small"
          onClick={() => {
            if (input.current) input.current.value = result.otherSpelling ?? "";
            look();
          }}
        >
          Use that spelling
        </Button>
      )}
    </div>
  );
}
