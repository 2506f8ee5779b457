import { z } from "zod";
import { findScopeProblem, listProviders, providers } from "#lib/base/providers.ts";
import { isLoopbackHost } from "#lib/base/public-address.ts";
import { either, flag, listOf, origin, ownOrigin, seconds, trustedProxies } from "./env-values.ts";
import { databaseUrl, EnvError, findAppUrl, readEnv, vercelVariables } from "./read-env.ts";

export {
  EnvError,
  isEnvError,
  readEnv,
  required,
  setVariable,
  unsetIfEmpty,
  webAddress,
} from "./read-env.ts";

/** Characters. */
export const MIN_SECRET_LENGTH = 32;

/** A host of the content security policy. It can hold neither a lone * nor a second directive. */
const IMAGE_HOST = /^(\*\.)?([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z\d]([a-z\d-]*[a-z\d])?(:\d{1,5})?$/i;

/** A claim that no token may have, or may not have with this value. */
export const CLAIM_RULE = /^[^=]+(=.+)?$/;

const PORT = "must be a port number from 1 to 65535";
const ONE_SECRET = "`openssl rand -base64 32` makes one";
const secret = z
  .string()
  .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters; ${ONE_SECRET}`)
  .optional();

const shape = {
  APP_URL: ownOrigin.optional(),
  PORT: z.coerce.number({ error: PORT }).int(PORT).min(1, PORT).max(65_535, PORT).default(3000),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: databaseUrl.optional(),
  NEON_BRIDGE: z
    .string()
    .regex(/^(localhost|127\.0\.0\.1):\d+$/, "must be 127.0.0.1 and a port, such as 127.0.0.1:5488")
    .optional(),
  ...vercelVariables,
  APP_SECRET: secret,
  APP_SECRET_PREVIOUS: secret,
  AUTH_PROVIDER: z
    .string()
    .default(() => [...providers.keys()][0] ?? "")
    .refine((name) => providers.has(name), {
      error: () => `must be one of ${[...providers.keys()].join(", ")}`,
    }),
  TOKEN_RETRIEVAL: either("server", "client"),
  TAMBO_URL: origin.optional(),
  TAMBO_SUBJECT: either("user", "provider"),
  TAMBO_API_KEY: z.string().min(8, "must have at least 8 characters").optional(),
  ADMINS: listOf(
    new RegExp(`${z.regexes.html5Email.source}|^[A-Za-z0-9_-]{22}$`),
    "must be e-mail addresses or owner ids, separated by commas",
  ),
  SIGN_UP: z
    .enum(["open", "invited", "closed"], { error: "must be open, invited or closed" })
    .default("open"),
  ALLOWED_EMAILS: listOf(
    /^[^\s@]*@[^\s@]+$/,
    "must be e-mail addresses, or @ and a domain, separated by commas",
  ),
  GUESTS: flag,
  OWNER_SCOPE: either("user", "organization"),
  ACTIVITY_DAYS: z.coerce
    .number({ error: "must be a number of days" })
    .int("must be a number of days")
    .min(1, "must be at least 1 day")
    .default(30),
  IMAGE_HOSTS: listOf(
    IMAGE_HOST,
    "must be hosts without https://, such as images.example.com or *.example.com, separated by commas",
  ),
  TRUST_PROXY: trustedProxies.default(0),
  KEEP_ALIVE_TIMEOUT: seconds("must be seconds from 5 to 86400").default(75),
  ALLOW_LOOPBACK_ISSUERS: flag,
  REFUSED_CLAIMS: listOf(
    CLAIM_RULE,
    "must be claim or claim=value, such as aal=aal1, separated by commas",
  ),
  RATE_LIMIT_STORE: either("memory", "database"),
  EXCHANGE_RATE_LIMIT: z.coerce
    .number({ error: "must be a number of exchanges per minute" })
    .int("must be a number of exchanges per minute")
    .min(1, "must be at least 1 exchange per minute")
    .default(600),
  USER_TOKEN_LIFETIME: seconds("must be seconds from 5 to 86400").optional(),
  ACCESS_TOKEN_LIFETIME: seconds("must be seconds from 5 to 86400").default(900),
};

/** Their names. */
export const APP_VARIABLES = Object.keys(shape);

/** What guides call variables of ours. */
export const GUIDE_NAMES = {
  NEON_DATABASE_URL: "DATABASE_URL",
  NEXT_PUBLIC_TAMBO_API_KEY: "TAMBO_API_KEY",
};

interface Defaults {
  APP_URL: string;
  USER_TOKEN_LIFETIME: number;
}

type AppEnv = Omit<z.infer<z.ZodObject<typeof shape>>, keyof Defaults> & Defaults;

let memo: AppEnv | undefined;

/** The variables of the app itself, checked once. */
export function appEnv(): AppEnv {
  if (memo) return memo;
  const env = readEnv(shape, GUIDE_NAMES);
  const checked = {
    ...env,
    APP_URL: findAppUrl(env),
    // Without a database a user token cannot be revoked.
    USER_TOKEN_LIFETIME: env.USER_TOKEN_LIFETIME ?? (usesDatabase(env) ? 3600 : 600),
  };
  const problems = [
    findSubjectProblem,
    findLoopbackProblem,
    findKeyProblem,
    findSecretProblem,
    findSignUpProblem,
    findGuestsProblem,
    findScopeProblem,
  ]
    .map((find) => find(checked))
    .filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new EnvError(problems);
  memo = checked;
  return memo;
}

/** Whether the app has a database. Without one it has no settings and revokes nothing. */
export function hasDatabase(): boolean {
  return usesDatabase(appEnv());
}

/** None is needed if the Tambo API is elsewhere and the provider keeps the sessions. A DATABASE_URL is used all the same. */
function usesDatabase({ AUTH_PROVIDER, DATABASE_URL, TAMBO_URL }: Partial<AppEnv>): boolean {
  return !TAMBO_URL || !!DATABASE_URL || !!providers.get(`${AUTH_PROVIDER}`)?.needsDatabase;
}

function findSubjectProblem({ TAMBO_SUBJECT, AUTH_PROVIDER }: AppEnv): string | undefined {
  const names = listProviders("ownTokenToPage");
  if (TAMBO_SUBJECT === "user" || names.includes(AUTH_PROVIDER)) return undefined;
  return `TAMBO_SUBJECT: provider needs an AUTH_PROVIDER of ${names.join(", ")}, not ${AUTH_PROVIDER}`;
}

/** On a public server, loopback issuers would let outsiders reach its internal services. */
function findLoopbackProblem(env: AppEnv): string | undefined {
  if (!env.ALLOW_LOOPBACK_ISSUERS) return undefined;
  const isLocal = !env.VERCEL && isLoopbackHost(new URL(env.APP_URL).hostname);
  if (isLocal) return undefined;
  const place = env.VERCEL ? "on Vercel" : `at the APP_URL ${env.APP_URL}`;
  return `ALLOW_LOOPBACK_ISSUERS: must be false ${place}; true is for an app on localhost alone`;
}

function findKeyProblem({ TAMBO_URL, TAMBO_API_KEY }: AppEnv): string | undefined {
  if (!TAMBO_URL || TAMBO_API_KEY) return undefined;
  return `TAMBO_API_KEY: is required with TAMBO_URL: a key of your project at ${TAMBO_URL}`;
}

/** In development a secret is made for the life of the process. */
function findSecretProblem(env: AppEnv): string | undefined {
  const { NODE_ENV } = readEnv({ NODE_ENV: z.string().optional() });
  if (env.APP_SECRET || usesDatabase(env) || NODE_ENV === "development") return undefined;
  return `APP_SECRET: is required with TAMBO_URL where no database keeps one; ${ONE_SECRET}`;
}

/** Who was here before and who is invited is in the database. */
function findSignUpProblem(env: AppEnv): string | undefined {
  if (env.SIGN_UP === "open" || usesDatabase(env)) return undefined;
  return `SIGN_UP: must be open, not ${env.SIGN_UP}, where there is no database; DATABASE_URL names one`;
}

/** A guest has no session at the provider, and their threads must be here to become a user's. */
function findGuestsProblem(env: AppEnv): string | undefined {
  const needed = {
    TAMBO_URL: undefined,
    TAMBO_SUBJECT: "user",
    TOKEN_RETRIEVAL: "server",
  } as const;
  const names = Object.keys(needed) as (keyof typeof needed)[];
  const wrong = names.find((name) => env[name] !== needed[name]);
  if (!env.GUESTS || !wrong) return undefined;
  return `GUESTS: must be false with ${wrong}=${env[wrong]}; guests chat ${wrong === "TAMBO_URL" ? "in this app's own database" : `with ${wrong}=${needed[wrong]}`} alone`;
}
