"use client";

import { type ReactNode, startTransition, useActionState, useId, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { actOrExplain } from "./action-form.tsx";
import { TextField } from "./form-fields.tsx";

/** What a look-up answers: what the issuer publishes, or why there is nothing to be found. */
export interface LookUp {
  view: ReactNode;
  /** How the issuer's own document writes it. */
  otherSpelling?: string;
}

/** An issuer and, where it has no discovery document, the address of its keys. */
interface IssuerToAsk {
  issuer: string;
  jwksUri?: string | null;
}

export type LookUpAction = (issuer: IssuerToAsk) => Promise<LookUp>;

interface IssuerAddressProps {
  suggested?: string;
  action: LookUpAction;
}

/** The field for an issuer's address, and the button that asks the issuer itself. */
export function IssuerAddress({ suggested, action }: IssuerAddressProps) {
  const input = useRef<HTMLInputElement>(null);
  const [result, check, isPending] = useActionState<LookUp | undefined, IssuerToAsk>(
    (_before, asked) =>
      actOrExplain(
        () => action(asked),
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
