import { withRefusedClaims } from "#lib/trust/trust-policy.ts";
import { appEnv, EnvError } from "../lib/base/env.ts";
import { providerAbout, providerTrust as readTrust } from "./about.ts";

/** The provider's policy. Throws EnvError where threads are to belong to organisations that it has not. */
export async function providerTrust() {
  const trust = withRefusedClaims(await readTrust());
  if (appEnv().OWNER_SCOPE === "user" || trust.readOrganization) return trust;
  throw new EnvError([
    `OWNER_SCOPE: must be user, as ${providerAbout().label} has no organisations`,
  ]);
}
