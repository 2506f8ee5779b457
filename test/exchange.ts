import { POST } from "#app/oauth/token/route.ts";
import { appEnv } from "#lib/base/env.ts";
import { defaultProject } from "#lib/projects/projects.ts";

export const validForm = (subjectToken: string) => ({
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token: subjectToken,
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
});

/** Posts a body to the token endpoint with the key of the default project; `init` replaces parts of it. */
export async function postToken(body: BodyInit, init: RequestInit = {}): Promise<Response> {
  const { publishableKey } = await defaultProject();
  return POST(
    new Request(`${appEnv().APP_URL}/oauth/token`, {
      method: "POST",
      headers: { "x-api-key": publishableKey },
      body,
      ...init,
    }),
    undefined,
  );
}

/** Exchanges a subject token with an otherwise right request. */
export function exchange(subjectToken: string): Promise<Response> {
  return postToken(new URLSearchParams(validForm(subjectToken)));
}
