import { Field } from "#components/auth/field.tsx";
import { AreaField } from "./area-field.tsx";
import type { IssuerEntry, Strategy } from "./issuer.ts";

/** A list that an issuer's tokens are judged by, one entry a line. */
export interface IssuerRule {
  name: string;
  label: string;
  help: string;
  entries: string[] | null | undefined;
}

interface IssuerRulesProps {
  rules: IssuerRule[];
  entry: IssuerEntry | undefined;
  strategy: Strategy;
  errorOf: (field: string) => string | undefined;
}

/** What is asked of an issuer's tokens besides audience and algorithm: all of it may be left as it is. */
export function IssuerRules({ rules, entry, strategy, errorOf }: IssuerRulesProps) {
  return (
    <>
      {strategy === "discovery" || entry?.jwksUri ? (
        <Field
          label="Key set address (optional)"
          name="jwksUri"
          defaultValue={entry?.jwksUri ?? ""}
          help="For an issuer without a discovery document."
          error={errorOf("jwksUri")}
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
        />
      ) : null}
      {rules.map(({ name, entries, ...texts }) => (
        <AreaField
          key={name}
          name={name}
          rows={name === "refuse" ? 4 : 2}
          defaultValue={entries?.join("\n")}
          error={errorOf(name)}
          {...texts}
        />
      ))}
    </>
  );
}
