import { z } from "zod";
import { EnvError, findAppUrl, readEnv, vercelVariables, webAddress } from "#lib/base/read-env.ts";

export { EnvError, isEnvError, readEnv, setVariable } from "#lib/base/read-env.ts";

const address = (text: string) => webAddress(text).transform((url) => url.replace(/\/+$/, ""));
const secret = z
  .string({ error: "is missing; `openssl rand -base64 32` makes one" })
  .min(32, "must have at least 32 characters; `openssl rand -base64 32` makes one");

const shape = {
  ...vercelVariables,
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  APP_URL: address("must be an address without a path, such as https://app.example.com").optional(),
  REFUSED_CLAIMS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((rule) => rule.trim() || [])),
  APP_SECRET: secret,
  APP_SECRET_PREVIOUS: secret.optional(),
  TAMBO_API_KEY: z.string({ error: "is missing: Tambo dashboard → your project → API keys" }),
  TAMBO_URL: address("must be an address such as https://api.tambo.co").default(
    "https://api.tambo.co",
  ),
};

/** What guides call variables of ours. */
export const GUIDE_NAMES = { NEXT_PUBLIC_TAMBO_API_KEY: "TAMBO_API_KEY" };

interface AppEnv extends Omit<z.infer<z.ZodObject<typeof shape>>, "APP_URL"> {
  APP_URL: string;
  TOKEN_RETRIEVAL: "server" | "client";
}

let memo: AppEnv | undefined;

/** The variables of the app itself, checked once. Throws EnvError. */
export function appEnv(): AppEnv {
  if (memo) return memo;
  const env = readEnv(shape, GUIDE_NAMES);
  const address = findAppUrl(env);
  if (new URL(address).pathname !== "/") throw new EnvError(["APP_URL: must not have a path"]);
  memo = { ...env, APP_URL: address, TOKEN_RETRIEVAL: "server" };
  return memo;
}
