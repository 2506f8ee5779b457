import { readEnv } from "#lib/env.ts";
import { googleVariables, toGoogleClient } from "../google-client.ts";

/** The Google client of this app. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(googleVariables));
}
