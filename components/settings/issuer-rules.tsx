import { Field } from "#components/auth/field.tsx";
import type { Strategy } from "#lib/trust/strategy.ts";
import type { IssuerEntry } from "#lib/trust/trusted-issuers.ts";
import { AreaField } from "./area-field.tsx";

interface IssuerRulesProps {
  entry: IssuerEntry | undefined;
  strategy: Strategy;
  usualTypes: string[];
  usuallyRefused: string[];
  errorOf: (field: string) => string | undefined;
}

/** What is asked of an issuer's tokens besides audience and algorithm: all of it may be left as it is. */
export function IssuerRules({
  entry,
  strategy,
  usualTypes,
  usuallyRefused,
  errorOf,
}: IssuerRulesProps) {
  const lists = [
    {
      name: "authorizedParties",
      label: "Authorised parties (azp)",
      value: entry?.authorizedParties,
      help: "One a line. Empty: whichever application the token was issued to.",
    },
    {
      name: "clientIds",
      label: "Clients (client_id)",
      value: entry?.clientIds,
      help: "One a line, for an issuer whose access tokens have no aud, such as Cognito: accept any audience then. Empty: whichever client.",
    },
    {
      name: "types",
      label: "Accepted types (typ)",
      value: entry?.types,
      help: `One a line. Empty: ${usualTypes.join(", ")} or none.`,
    },
    {
      name: "refuse",
      label: "Refused claims",
      value: entry?.refuse ?? usuallyRefused,
      help: "One a line, as claim or claim=value: they mark tokens for refreshing, for logging out, of machines, of anonymous visitors, or bound to a key. Empty: those that are suggested.",
    },
  ];
  return (
    <>
      {strategy === "discovery" || entry?.jwksUri ? (
        <Field
          label="Key set address (optional)"
          name="jwksUri"
          defaultValue={entry?.jwksUri ?? ""}
          help="Only for an issuer that publishes keys (JWKS) and no discovery document."
          error={errorOf("jwksUri")}
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
        />
      ) : null}
      {lists.map(({ name, label, value, help }) => (
        <AreaField
          key={name}
          name={name}
          label={label}
          rows={name === "refuse" ? 4 : 2}
          defaultValue={value?.join("\n")}
          help={help}
          error={errorOf(name)}
        />
      ))}
    </>
  );
}
