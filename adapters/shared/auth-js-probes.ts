import { appEnv } from "#lib/base/env.ts";
import { type ProviderProbe, UNKNOWN_CODE } from "#lib/trust/provider-probe.ts";
import { askForToken, PREFIXES, type Source } from "./auth-js-sources.ts";

export const probeSources = (sources: Source[]): Promise<ProviderProbe[]> =>
  Promise.all(sources.map(probeSource));

async function probeSource(source: Source): Promise<ProviderProbe> {
  const { id, label, issuer } = source;
  const redirect_uri = `${appEnv().APP_URL}/auth/callback/${id}`;
  // Without a discovery document, which is looked at as well, there is no address to ask.
  const request = await askForToken(source, { ...UNKNOWN_CODE, redirect_uri }).catch(
    () => undefined,
  );
  return {
    hostedBy: label,
    issuer,
    request,
    variables: [`${PREFIXES[id]}_ID`, `${PREFIXES[id]}_SECRET`],
  };
}
