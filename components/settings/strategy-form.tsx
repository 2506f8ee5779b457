import type { ReactNode } from "react";
import { TriangleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { ActionForm, type FormAction } from "./action-form.tsx";
import { FieldGroup } from "./form-fields.tsx";

type Strategy = "discovery" | "asymmetric" | "symmetric" | "none";

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
    text: "Everybody who knows the secret, the issuer and you included, can sign in as anybody.",
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

/** Which of the four ways verifies the tokens of trusted issuers. Its words are rendered on the server alone: no page loads them as script. */
export function StrategyForm({ strategy, action }: { strategy: Strategy; action: FormAction }) {
  return (
    <ActionForm action={action} submitLabel="Save strategy" variant="solid" className="space-y-3">
      <FieldGroup
        name="strategy"
        label="Verification strategy"
        isLabelHidden
        help="Holds within two seconds, on every instance. People who sign in here are not affected. The others stay who they are, but with “No verification”: its users are apart from all others."
        className="space-y-3"
      >
        <div className="grid gap-3 md:grid-cols-2">
          {CHOICES.map(({ value, title, tag, text }) => (
            <label
              key={value}
              className="flex gap-3 rounded-card border border-line bg-surface p-3.5 has-checked:border-brand has-checked:bg-brand-soft/50 has-checked:ring-1 has-checked:ring-brand"
            >
              <input
                type="radio"
                name="strategy"
                value={value}
                defaultChecked={value === strategy}
                className="mt-1 size-4 shrink-0 accent-brand"
              />
              <span className="min-w-0">
                <span className="flex flex-wrap items-center gap-2 text-control font-medium">
                  {title}
                  {tag}
                </span>
                <span className="block text-help text-quiet">{text}</span>
              </span>
            </label>
          ))}
        </div>
      </FieldGroup>
    </ActionForm>
  );
}
