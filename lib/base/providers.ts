import { processWide } from "./process.ts";

/** What has to be known of a provider below the adapters; see `About` there. */
interface ProviderFacts {
  needsDatabase: boolean;
  ownTokenToPage: boolean;
}

/** By the values of AUTH_PROVIDER, its default first. `adapters/about.ts` writes them here, since nothing is imported from above. */
export const providers = processWide("providers", () => new Map<string, ProviderFacts>());

export const listProviders = (fact: keyof ProviderFacts) =>
  [...providers].flatMap(([name, facts]) => (facts[fact] ? [name] : []));
