import type { NewIssuer } from "#lib/trust/issuer-input.ts";
import { USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";

/** A form as the input that lib/trust/issuer-input.ts checks. Empty keys and an empty secret stay as they are. */
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
    // What is no algorithm is refused by its check, which names those that are.
    algorithms: form.getAll("algorithms") as NewIssuer["algorithms"],
    authorizedParties: readList("authorizedParties"),
    clientIds: readList("clientIds"),
    types: readList("types"),
    // As it is suggested, it goes on following what is refused usually.
    refuse: refuse?.join() === USUALLY_REFUSED.join() ? null : refuse,
    jwksUri: read("jwksUri") || null,
    publicKeys: read("publicKeys") || undefined,
    // As it is written: white space may belong to a secret.
    secret: String(form.get("secret") ?? "") || undefined,
    ownerNamespace: read("ownerNamespace") || undefined,
  };
}
