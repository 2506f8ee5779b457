import { z } from "zod";

export const GOOGLE = "https://accounts.google.com";

const WHERE = "Google Cloud console → Google Auth Platform → Clients → your web application";

/** For `readEnv`: the variables of a Google client. */
export const googleVariables = {
  AUTH_GOOGLE_ID: z.string({ error: `is missing: “Client ID” in ${WHERE}` }),
  AUTH_GOOGLE_SECRET: z.string({ error: `is missing: “Client secret” in ${WHERE}` }),
  // For an emulator: everything but the issuer is then found by discovery.
  AUTH_GOOGLE_ISSUER: z
    .url({ error: "must be an absolute URL; leave it out for Google" })
    .default(GOOGLE),
};

/** The same by the names that Auth.js gives them. */
export function toGoogleClient(env: z.infer<z.ZodObject<typeof googleVariables>>) {
  return {
    clientId: env.AUTH_GOOGLE_ID,
    clientSecret: env.AUTH_GOOGLE_SECRET,
    issuer: env.AUTH_GOOGLE_ISSUER,
  };
}
