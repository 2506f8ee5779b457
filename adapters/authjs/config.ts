import { readEnv } from "#lib/base/env.ts";
import { googleShape, toGoogleClient } from "../shared/google-client.ts";
import { about } from "./about.mjs";

/** The Google client of this app. Throws EnvError. */
export function config() {
  return toGoogleClient(readEnv(googleShape, about.guideNames));
}
