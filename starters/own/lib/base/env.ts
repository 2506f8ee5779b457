import { z } from "zod";
import { databaseUrl, findAppUrl, readEnv, vercelVariables } from "#lib/base/read-env.ts";

export {
  EnvError,
  isEnvError,
  readEnv,
  required,
  setVariable,
  unsetIfEmpty,
  webAddress,
} from "#lib/base/read-env.ts";

export const MIN_SECRET_LENGTH = 32; // characters
const secret = z
  .string()
  .min(MIN_SECRET_LENGTH, "must have at least 32 characters; `openssl rand -base64 32` makes one")
  .optional();

const address = z
  .url({ protocol: /^https?$/, error: "must be an address such as https://app.example.com" })
  .refine((text) => URL.parse(text)?.pathname === "/", "must not have a path")
  .transform((text) => new URL(text).origin);
const seconds = z.coerce.number().int().min(5).max(86_400);
const listOf = (pattern: RegExp, problem: string) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((entry) => entry.trim() || []))
    .refine((entries) => entries.every((entry) => pattern.test(entry)), problem);

const shape = {
  ...vercelVariables,
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  APP_URL: address.optional(),
  APP_SECRET: secret,
  APP_SECRET_PREVIOUS: secret,
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default(".data"),
  TAMBO_API_KEY: z.string().min(8, "must have at least 8 characters").optional(),
  IMAGE_HOSTS: listOf(/^[a-z\d.*:-]+$/i, "must be hosts such as images.example.com"),
  REFUSED_CLAIMS: listOf(/^[^=]+(=.+)?$/, "must be claim or claim=value, such as aal=aal1"),
  OWNER_SCOPE: z.enum(["user", "organization"]).default("user"),
  EXCHANGE_RATE_LIMIT: z.coerce.number().int().min(1).default(600),
  USER_TOKEN_LIFETIME: seconds.default(3600),
  ACCESS_TOKEN_LIFETIME: seconds.default(900),
};

/** What guides call variables of ours. */
export const GUIDE_NAMES = { NEXT_PUBLIC_TAMBO_API_KEY: "TAMBO_API_KEY" };

interface AppEnv extends Omit<z.infer<z.ZodObject<typeof shape>>, "APP_URL"> {
  APP_URL: string;
  /** The Tambo API is this app's own. */
  TAMBO_URL?: undefined;
  TAMBO_SUBJECT: "user" | "provider";
  TOKEN_RETRIEVAL: "server" | "client";
}

let memo: AppEnv | undefined;

/** The variables of the app itself, checked once. Throws EnvError. */
export function appEnv(): AppEnv {
  if (memo) return memo;
  const env = readEnv(shape, GUIDE_NAMES);
  const address = findAppUrl(env);
  memo = { ...env, APP_URL: address, TAMBO_SUBJECT: "user", TOKEN_RETRIEVAL: "server" };
  return memo;
}

/** Threads are kept in it, so there always is one. */
export const hasDatabase = () => true;
