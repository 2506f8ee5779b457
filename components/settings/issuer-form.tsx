"use client";

import { useId, useState } from "react";
import { Field, FieldNote } from "#components/auth/field.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { AreaField } from "./area-field.tsx";
import type { IssuerEntry, Strategy } from "./issuer.ts";
import { IssuerAddress, type LookUpAction } from "./issuer-address.tsx";
import { type IssuerRule, IssuerRules } from "./issuer-rules.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

interface IssuerFormProps {
  /** The one that is edited; absent for a new one. */
  entry?: IssuerEntry;
  /** What the field for a new one's address begins with. */
  suggested?: string;
  strategy: Strategy;
  algorithms: readonly string[];
  rules: IssuerRule[];
  save: FormAction<FormState>;
  lookUp: LookUpAction;
}

/** Adds a trusted issuer, or changes what is accepted of one. */
export function IssuerForm({
  entry,
  suggested,
  strategy,
  algorithms,
  rules,
  save,
  lookUp,
}: IssuerFormProps) {
  const { isOff, errorOf, problem, props } = useActionForm(save);
  const [isForAnybody, setForAnybody] = useState(entry?.audience === null);
  const allowed = entry?.algorithms ?? (strategy === "symmetric" ? ["HS256"] : ["RS256", "ES256"]);
  const note = useId();
  return (
    <form {...props} className="space-y-4 rounded-card border border-line bg-surface p-4">
      <h3 className="text-control font-semibold">
        {entry ? (
          <>
            Edit <code>{entry.issuer}</code>
          </>
        ) : (
          "Add an issuer"
        )}
      </h3>
      {entry ? (
        <input type="hidden" name="id" value={entry.id} />
      ) : (
        <IssuerAddress suggested={suggested} error={errorOf("issuer")} action={lookUp} />
      )}
      <div className="space-y-2">
        {isForAnybody ? null : (
          <Field
            label="Audience"
            name="audience"
            defaultValue={entry?.audience ?? ""}
            help="What its tokens for this app have in aud."
            error={errorOf("audience")}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <label className="flex items-start gap-2 text-help">
          <input
            type="checkbox"
            name="isForAnybody"
            checked={isForAnybody}
            onChange={(event) => setForAnybody(event.currentTarget.checked)}
            className="mt-0.5 size-4 accent-brand"
          />
          Accept its tokens for any audience: safe only for an issuer that issues for this app alone
        </label>
      </div>
      <fieldset aria-describedby={`${note}-algorithms`} className="space-y-1">
        <legend className="text-help font-medium">Algorithms (alg)</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {algorithms.map((algorithm) => (
            <label key={algorithm} className="flex items-center gap-1.5 text-help">
              <input
                type="checkbox"
                name="algorithms"
                value={algorithm}
                defaultChecked={allowed.includes(algorithm)}
                className="size-4 accent-brand"
              />
              {algorithm}
            </label>
          ))}
        </div>
        <FieldNote
          id={`${note}-algorithms`}
          help="HS256, HS384 and HS512 count with a shared secret only, the others without one."
          error={errorOf("algorithms")}
        />
      </fieldset>
      <IssuerRules {...{ rules, entry, strategy, errorOf }} />
      {strategy === "asymmetric" || entry?.publicKeys ? (
        <AreaField
          label="Public keys"
          name="publicKeys"
          rows={5}
          help={`A PEM, a certificate, a JWK or a JWK Set.${entry?.publicKeys ? ` Empty keeps the ${entry.publicKeys.keys.length} there.` : ""}`}
          error={errorOf("publicKeys")}
        />
      ) : null}
      {strategy === "symmetric" || entry?.hasSecret ? (
        <Field
          label="Shared secret"
          name="secret"
          type="password"
          autoComplete="off"
          help={`At least 32 bytes. Stored encrypted and not shown again.${entry?.hasSecret ? " Empty keeps the one that is there." : ""}`}
          error={errorOf("secret")}
        />
      ) : null}
      {entry ? null : (
        <Field
          label="Owner namespace (optional)"
          name="ownerNamespace"
          help="What its users’ identities are derived from: the issuer, unless it replaces one that had another. Never changes afterwards."
          error={errorOf("ownerNamespace")}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <ProblemNote>{problem}</ProblemNote>
      <div className="flex gap-2">
        <Button type="submit" variant="outline" disabled={isOff}>
          {entry ? "Save issuer" : "Trust this issuer"}
        </Button>
        <PageLink
          href="/settings/user-authentication"
          scroll={false}
          className={buttonClass({ variant: "plain" })}
        >
          Cancel
        </PageLink>
      </div>
    </form>
  );
}
