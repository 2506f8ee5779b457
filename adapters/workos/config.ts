import { z } from "zod";
import { readEnv } from "#lib/base/env.ts";

const WHERE = "in WorkOS dashboard → API Keys";

/**
 * The WorkOS environment. The SDK reads the same variables by itself. Throws EnvError with where in
 * the dashboard each value is found.
 */
export function workosEnv() {
  return readEnv({
    WORKOS_CLIENT_ID: z.string({ error: `must be client_…, ${WHERE}` }),
    WORKOS_API_KEY: z.string({ error: `must be sk_…, ${WHERE}` }),
    WORKOS_COOKIE_PASSWORD: z
      .string({ error: "must be set; `openssl rand -base64 32` makes one" })
      .min(32, "must have at least 32 characters; `openssl rand -base64 32` makes one"),
    WORKOS_ISSUER: z
      .url({ error: "must be the iss of your access tokens; WorkOS dashboard → Domains" })
      .optional(),
    // Where the API is. Set for the emulator only.
    WORKOS_API_HOSTNAME: z.string().default("api.workos.com"),
    WORKOS_API_PORT: z.string().optional(),
    WORKOS_API_HTTPS: z.enum(["true", "false"], { error: "must be true or false" }).optional(),
  });
}

/** Where the WorkOS API answers. */
export function apiOrigin(): string {
  const { WORKOS_API_HOSTNAME, WORKOS_API_PORT, WORKOS_API_HTTPS } = workosEnv();
  const url = new URL(
    `${WORKOS_API_HTTPS === "false" ? "http" : "https"}://${WORKOS_API_HOSTNAME}`,
  );
  url.port = WORKOS_API_PORT ?? "";
  return url.origin;
}
