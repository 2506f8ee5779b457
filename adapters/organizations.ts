import { appEnv } from "#lib/base/env.ts";
import { activeProvider, type Provider } from "./about.ts";
import type { organizationAdapter } from "./better-auth/organizations.ts";

type OrganizationAdapter = typeof organizationAdapter;

const registry: Partial<
  Record<Provider, () => Promise<{ organizationAdapter: OrganizationAdapter }>>
> = {
  "better-auth": () => import("./better-auth/organizations.ts"),
};

/** The organisations that are kept here, where threads are told apart by them. Loaded only inside Next. */
export async function readOrganizations(): Promise<OrganizationAdapter | undefined> {
  if (appEnv().OWNER_SCOPE === "user") return undefined;
  return (await registry[activeProvider()]?.())?.organizationAdapter;
}
