import { readEnv } from "#lib/base/env.ts";
import { googleShape, toGoogleClient } from "../shared/google-client.ts";

/** The Google client of this app. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(googleShape));
}
