import type { z } from "zod";
import { required, webAddress } from "#lib/base/env.ts";
import { google } from "./google-about.mjs";

export const GOOGLE = "https://accounts.google.com";

/** For `readEnv`: the variables of a Google client. */
export const googleShape = {
  AUTH_GOOGLE_ID: required(google.variables.AUTH_GOOGLE_ID),
  AUTH_GOOGLE_SECRET: required(google.variables.AUTH_GOOGLE_SECRET),
  // For an emulator: everything but the issuer is then found by discovery.
  AUTH_GOOGLE_ISSUER: webAddress("must be an absolute URL; leave it out for Google").default(
    GOOGLE,
  ),
};

/** The same by the names that Auth.js gives them. */
export function toGoogleClient(env: z.infer<z.ZodObject<typeof googleShape>>) {
  return {
    clientId: env.AUTH_GOOGLE_ID,
    clientSecret: env.AUTH_GOOGLE_SECRET,
    issuer: env.AUTH_GOOGLE_ISSUER,
  };
}
