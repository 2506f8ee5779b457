import { z } from "zod";
import { isNeonHost } from "#drizzle/client.ts";
import { appEnv, readEnv } from "#lib/base/env.ts";
import { googleShape, toGoogleClient } from "../shared/google-client.ts";
import { about } from "./about.mjs";

const WHERE = about.variables.DATABASE_URL;

const variables = {
  ...googleShape,
  DATABASE_URL: z
    .string({ error: `is missing with AUTH_PROVIDER=neon: ${WHERE}` })
    .refine(
      (url) => appEnv().NEON_BRIDGE !== undefined || isNeonHost(url),
      `must name a host of Neon (….neon.tech) with AUTH_PROVIDER=neon: ${WHERE}`,
    ),
};

/** The Google client of this app, whose database is checked to be Neon. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(variables, about.guideNames));
}
