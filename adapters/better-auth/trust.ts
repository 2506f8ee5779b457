import { mailSettings } from "#lib/base/mail.ts";
import type { TrustPolicy } from "../contracts.ts";
import { getAuth, OWNER_NAMESPACE } from "./config.ts";
import { AUDIENCE, issuer } from "./plugins.ts";
import { listSocial } from "./social-providers.ts";

/** Better Auth is this app itself, so its keys come from our own database and its namespace is a constant. */
export function trust(): TrustPolicy {
  // A start asks for the policy first of all: that is when wrong settings are to be told.
  mailSettings();
  listSocial();
  return {
    issuer: issuer(),
    keys: async () => (await getAuth()).api.getJwks(),
    algorithms: ["ES256"],
    audience: AUDIENCE,
    readOrganization: ({ org_id }) => org_id,
    ownerNamespace: OWNER_NAMESPACE,
  };
}
