import { z } from "zod";
import { readEnv, required } from "#lib/base/read-env.ts";
import { about } from "./about.mjs";

const { variables } = about;

/**
 * The WorkOS environment. The SDK reads the same variables by itself. Throws EnvError with where in
 * the dashboard each value is found.
 */
export function workosEnv() {
  return readEnv({
    WORKOS_CLIENT_ID: required(variables.WORKOS_CLIENT_ID),
    WORKOS_API_KEY: required(variables.WORKOS_API_KEY),
    WORKOS_COOKIE_PASSWORD: required(variables.WORKOS_COOKIE_PASSWORD).min(
      32,
      "must have at least 32 characters; `openssl rand -base64 32` makes one",
    ),
    WORKOS_ISSUER: z.url({ error: `must be ${variables.WORKOS_ISSUER}` }).optional(),
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
