import { z } from "zod";
import { isNeon } from "#drizzle/connect.ts";
import { readEnv } from "#lib/base/env.ts";
import { googleShape, toGoogleClient } from "../shared/google-client.ts";
import { about } from "./about.mjs";

const WHERE = about.variables.DATABASE_URL;

const variables = {
  ...googleShape,
  DATABASE_URL: z
    .string({ error: `is missing for Neon: ${WHERE}` })
    .refine(isNeon, `must name a host of Neon (….neon.tech) for Neon: ${WHERE}`),
};

/** The Google client of this app, whose database is checked to be Neon. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(variables, about.guideNames));
}
