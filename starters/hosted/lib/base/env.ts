import { z } from "zod";
import { processWide } from "#lib/base/process.ts";

/** Configuration that cannot work. The message names every bad variable at once. */
export class EnvError extends Error {
  constructor(problems: string[]) {
    super(["The configuration is not usable:", ...problems.map((p) => `  - ${p}`)].join("\n"));
    this.name = "EnvError";
  }
}

export const isEnvError = (error: unknown): error is EnvError => error instanceof EnvError;

/**
 * Reads and checks variables; an empty one counts as not set. Throws EnvError naming every variable
 * that is wrong and what was expected, or which name to use where a guide's was used.
 */
export function readEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  guideNames: Record<string, string> = {},
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(shape).map((name) => [name, process.env[name] || undefined]),
  );
  const misnamed = Object.entries(guideNames).filter(
    ([guideName, name]) => process.env[guideName] && !process.env[name],
  );
  const result = z.object(shape).safeParse(given);
  if (result.success && misnamed.length === 0) return result.data;
  const said = misnamed.map(([, name]) => name);
  const issues = result.error?.issues.filter(({ path }) => !said.includes(String(path[0]))) ?? [];
  throw new EnvError([
    ...misnamed.map(([guideName, name]) => `${guideName}: is called ${name} here`),
    ...issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
  ]);
}

/** Sets a variable, for an SDK that has no other way to set this. */
export function setVariable(name: string, value: string): void {
  process.env[name] = value;
}

/** A variable without which the provider cannot be used, and where it is found. */
export const required = (where: string) => z.string({ error: `is missing: ${where}` });

/** An address elsewhere. With a user and a password in it nothing can be fetched, and the message would quote them. */
export const webAddress = (problem: string) =>
  z.url({ protocol: /^https?$/, error: problem }).refine((text) => {
    const url = URL.parse(text);
    return !url?.username && !url?.password;
  }, "must not have a user or a password in it");

const address = (text: string) => webAddress(text).transform((url) => url.replace(/\/+$/, ""));
const secret = z
  .string({ error: "is missing; `openssl rand -base64 32` makes one" })
  .min(32, "must have at least 32 characters; `openssl rand -base64 32` makes one");
const text = z.string().optional();

const shape = {
  // Vercel sets these itself, hosts without https://.
  VERCEL: text,
  VERCEL_ENV: text,
  VERCEL_PROJECT_PRODUCTION_URL: text,
  VERCEL_BRANCH_URL: text,
  VERCEL_URL: text,
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
type Given = z.infer<z.ZodObject<typeof shape>>;

/** What guides call variables of ours. */
export const GUIDE_NAMES = { NEXT_PUBLIC_TAMBO_API_KEY: "TAMBO_API_KEY" };

let memo: (Given & { APP_URL: string }) | undefined;

/** The variables of the app itself, checked once. Throws EnvError. */
export function appEnv() {
  if (memo) return memo;
  const env = readEnv(shape, GUIDE_NAMES);
  const address = findAppUrl(env);
  if (new URL(address).pathname !== "/") throw new EnvError(["APP_URL: must not have a path"]);
  memo = { ...env, APP_URL: address };
  return memo;
}

/** The app's address: APP_URL or, without it, a deployment's own on Vercel, which is logged once, and localhost elsewhere. */
function findAppUrl(env: Given): string {
  if (env.APP_URL) return env.APP_URL;
  // "development" is `vercel dev`, on this machine.
  if (!env.VERCEL || env.VERCEL_ENV === "development") return `http://localhost:${env.PORT}`;
  // Of a branch's addresses the first is the same for all of its deployments.
  const names =
    env.VERCEL_ENV === "production"
      ? (["VERCEL_PROJECT_PRODUCTION_URL"] as const)
      : (["VERCEL_BRANCH_URL", "VERCEL_URL"] as const);
  const name = names.find((name) => env[name]);
  if (!name) {
    throw new EnvError([
      `APP_URL: is missing, and so is ${names.join(" or ")}, which Vercel sets if the project's system environment variables are exposed`,
    ]);
  }
  const address = `https://${env[name]}`;
  processWide("app-url", () => console.log(`APP_URL is ${address}, from ${name}`));
  return address;
}
