import { z } from "zod";
import { flag, listOf } from "./env-values.ts";
import { readEnv, webAddress } from "./read-env.ts";

const TOKEN = "must have at least 16 characters and no space; `openssl rand -hex 32` makes one";
/** Of what is %-encoded only ASCII can be in a header. */
const HEADER = /^[\w-]+=([!-$&-~]|%[2-7][\da-f])+$/i;
const HEADERS = "must be name=value, separated by commas, with %-encoded values";

const shape = {
  LOG_REQUESTS: flag,
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, TOKEN)
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress(
    "must be the address of a collector, such as http://localhost:4318",
  )
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: listOf(HEADER, HEADERS),
  OTEL_SERVICE_NAME: z.string().default("tambo-users"),
};

/** The variables of what can be seen from outside, checked. Throws EnvError. */
export function observability() {
  return readEnv(shape);
}
