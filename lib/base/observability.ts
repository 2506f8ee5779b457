import { z } from "zod";
import { flag } from "./env-values.ts";
import { readEnv } from "./read-env.ts";

const SHORTEST_TOKEN = 16; // characters
const HEADERS = "must be name=value, separated by commas, with %-encoded values";

const shape = {
  LOG_REQUESTS: flag,
  METRICS_TOKEN: z
    .string()
    .min(
      SHORTEST_TOKEN,
      `must have at least ${SHORTEST_TOKEN} characters; \`openssl rand -hex 32\` makes one`,
    )
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: "must be the address of a collector, such as http://localhost:4318",
    })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .transform((text, { addIssue }) => {
      const headers = readHeaders(text);
      if (!headers) addIssue({ code: "custom", message: HEADERS });
      return headers;
    })
    .optional(),
  OTEL_SERVICE_NAME: z.string().default("tambo-users"),
};

/** The variables of what can be seen from outside, checked. Throws EnvError. */
export function observability() {
  return readEnv(shape);
}

function readHeaders(text: string): Record<string, string> | undefined {
  try {
    const pairs = text
      .split(",")
      .filter((pair) => pair.trim() !== "")
      .map((pair) => {
        const [, name = "", value = ""] = /^\s*([^\s=]+)=(.+)$/.exec(pair) ?? [];
        return [name, decodeURIComponent(value.trim())] as const;
      });
    return Object.fromEntries(new Headers(pairs.map(([name, value]) => [name, value])));
  } catch {
    return undefined;
  }
}
