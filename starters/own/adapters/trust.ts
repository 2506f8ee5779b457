import { withRefusedClaims } from "#lib/trust/trust-policy.ts";
import { providerTrust as readTrust } from "./about.ts";

export const providerTrust = async () => withRefusedClaims(await readTrust());
