import { z } from "zod";
import { isNeonHost } from "#drizzle/client.ts";
import { appEnv, readEnv } from "#lib/base/env.ts";
import { googleVariables, toGoogleClient } from "../shared/google-client.ts";

const WHERE = "Neon console → your project → Connect → Connection string";

const variables = {
  ...googleVariables,
  DATABASE_URL: z
    .string({ error: `is missing with AUTH_PROVIDER=neon: ${WHERE}` })
    .refine(
      (url) => appEnv().NEON_BRIDGE !== undefined || isNeonHost(url),
      `must name a host of Neon (….neon.tech) with AUTH_PROVIDER=neon: ${WHERE}`,
    ),
};

/** The Google client of this app, whose database is checked to be Neon. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(variables));
}
