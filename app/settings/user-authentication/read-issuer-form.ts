import type { NewIssuer } from "#lib/trust/issuer-input.ts";

/** A form as the input that lib/trust/issuer-input.ts checks. Empty keys and an empty secret stay as they are. */
export function readIssuerForm(form: FormData): NewIssuer {
  const read = (name: string) => String(form.get(name) ?? "").trim();
  const parties = read("authorizedParties")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    issuer: read("issuer"),
    audience: form.has("isForAnybody") ? null : read("audience"),
    // What is no algorithm is refused by its check, which names those that are.
    algorithms: form.getAll("algorithms") as NewIssuer["algorithms"],
    authorizedParties: parties.length > 0 ? parties : null,
    publicKeys: read("publicKeys") || undefined,
    // As it is written: white space may belong to a secret.
    secret: String(form.get("secret") ?? "") || undefined,
    ownerNamespace: read("ownerNamespace") || undefined,
  };
}
