"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { FieldNote } from "#components/auth/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { Strategy } from "#lib/trust/strategy.ts";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

const CHOICES = [
  {
    value: "discovery",
    title: "OpenID Connect discovery",
    tag: <Tag tone="accent">Recommended</Tag>,
    text: "Keys come from the issuer’s own published document and follow its rotation.",
  },
  {
    value: "asymmetric",
    title: "Public key, entered by hand",
    text: "For issuers without discovery. You replace the key when it changes; until then, tokens are refused.",
  },
  {
    value: "symmetric",
    title: "Shared secret",
    tag: <Tag tone="warn">Testing only</Tag>,
    text: "Whoever knows the secret can sign in as anybody, the issuer and you included.",
  },
  {
    value: "none",
    title: "No verification",
    tag: (
      <Tag tone="danger" icon={TriangleAlert}>
        Unsafe
      </Tag>
    ),
    text: "Accepts forged tokens, as users apart from all others. Refused in production.",
  },
] satisfies { value: Strategy; title: string; tag?: ReactNode; text: string }[];

interface StrategyFormProps {
  strategy: Strategy;
  action: FormAction<FormState>;
}

/** Which of the four ways verifies the tokens of trusted issuers. */
export function StrategyForm({ strategy, action }: StrategyFormProps) {
  const { isOff, errorOf, problem, props } = useActionForm(action);
  const note = useId();
  const error = errorOf("strategy");
  return (
    <form {...props} className="space-y-3">
      <fieldset aria-describedby={note} className="grid gap-3 md:grid-cols-2">
        <legend className="sr-only">Verification strategy</legend>
        {CHOICES.map(({ value, title, tag, text }) => (
          <label
            key={value}
            className="flex gap-3 rounded-card border border-line bg-surface p-3.5 has-checked:border-accent has-checked:bg-accent-soft/50 has-checked:ring-1 has-checked:ring-accent"
          >
            <input
              type="radio"
              name="strategy"
              value={value}
              defaultChecked={value === strategy}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-2 text-control font-medium">
                {title}
                {tag}
              </span>
              <span className="block text-help text-muted">{text}</span>
            </span>
          </label>
        ))}
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
