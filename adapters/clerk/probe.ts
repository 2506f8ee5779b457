import { z } from "zod";
import { readEnv, webAddress } from "#lib/base/env.ts";
import type { ProviderProbe } from "#lib/trust/provider-probe.ts";

/** Asks for the keys of the instance that the secret key is of. The SDK reads both variables by itself. */
export function probe(): ProviderProbe {
  const { CLERK_SECRET_KEY, CLERK_API_URL } = readEnv({
    CLERK_SECRET_KEY: z.string(),
    CLERK_API_URL: webAddress("must be an absolute URL, and only of an emulator").default(
      "https://api.clerk.com",
    ),
  });
  const headers = { authorization: `Bearer ${CLERK_SECRET_KEY}` };
  return {
    request: new Request(new URL("/v1/jwks", CLERK_API_URL), { headers }),
    variables: ["CLERK_SECRET_KEY", "CLERK_PUBLISHABLE_KEY"],
    answersKeys: true,
  };
}
