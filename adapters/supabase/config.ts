import { z } from "zod";
import { appEnv } from "#lib/base/env.ts";
import { readEnv, required } from "#lib/base/read-env.ts";
import { about } from "./about.mjs";

const { variables } = about;

const shape = {
  SUPABASE_URL: z
    .url({ error: `must be ${variables.SUPABASE_URL}` })
    .transform((url) => url.replace(/\/+$/, "")),
  SUPABASE_PUBLISHABLE_KEY: required(variables.SUPABASE_PUBLISHABLE_KEY),
};

/** The Supabase project. Throws EnvError with where in the dashboard each value is found. */
export function supabaseEnv() {
  return readEnv(shape, about.guideNames);
}

/** Where the link in a mail leads. Must be among the project's redirect URLs, exactly. */
export const callbackUrl = () => `${appEnv().APP_URL}/auth/callback`;
