import { processWide } from "./process.ts";

/** What has to be known of a provider below the adapters; see `About` there. */
interface ProviderFacts {
  needsDatabase: boolean;
  ownTokenToPage: boolean;
  organisations: boolean;
}

/** By the values of AUTH_PROVIDER, its default first. `adapters/about.ts` writes them here, since nothing is imported from above. */
export const providers = processWide("providers", () => new Map<string, ProviderFacts>());

export const listProviders = (fact: keyof ProviderFacts) =>
  [...providers].flatMap(([name, facts]) => (facts[fact] ? [name] : []));

/** A Tambo API elsewhere that gets the provider's own tokens would tell owners apart by user alone. */
export function findScopeProblem({
  OWNER_SCOPE,
  AUTH_PROVIDER,
  TAMBO_URL,
  TAMBO_SUBJECT,
}: Record<"OWNER_SCOPE" | "AUTH_PROVIDER" | "TAMBO_SUBJECT", string> & {
  TAMBO_URL?: string;
}): string | undefined {
  if (OWNER_SCOPE === "user") return undefined;
  const names = listProviders("organisations");
  if (!names.includes(AUTH_PROVIDER)) {
    return `OWNER_SCOPE: organization needs an AUTH_PROVIDER of ${names.join(", ")}, not ${AUTH_PROVIDER}`;
  }
  if (!TAMBO_URL || TAMBO_SUBJECT === "user") return undefined;
  return "OWNER_SCOPE: must be user with TAMBO_URL and TAMBO_SUBJECT=provider";
}
