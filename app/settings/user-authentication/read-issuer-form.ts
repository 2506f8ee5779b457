import type { NewIssuer } from "#lib/trust/issuer-input.ts";
import { USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";

/** A form as input for lib/trust/issuer-input.ts. Empty keys and an empty secret change nothing. */
export function readIssuerForm(form: FormData): NewIssuer {
  const read = (name: string) => String(form.get(name) ?? "").trim();
  const readList = (name: string) => {
    const entries = read(name)
      .split(/[\s,]+/)
      .filter(Boolean);
    return entries.length > 0 ? entries : null;
  };
  const refuse = readList("refuse");
  return {
    issuer: read("issuer"),
    audience: form.has("isForAnybody") ? null : read("audience"),
    // Not checked here: the check of the input names the valid algorithms.
    algorithms: form.getAll("algorithms") as NewIssuer["algorithms"],
    authorizedParties: readList("authorizedParties"),
    clientIds: readList("clientIds"),
    types: readList("types"),
    // Null follows later changes of the suggested list.
    refuse: refuse?.join() === USUALLY_REFUSED.join() ? null : refuse,
    jwksUri: read("jwksUri") || null,
    publicKeys: read("publicKeys") || undefined,
    // Not trimmed: white space may belong to a secret.
    secret: String(form.get("secret") ?? "") || undefined,
    ownerNamespace: read("ownerNamespace") || undefined,
  };
}
