import { z } from "zod";
import { processWide } from "./process.ts";

const BRAND = Symbol.for("tambo-users.env-error");

/** Configuration that cannot work. The message names every bad variable at once. */
export class EnvError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(["The configuration is not usable:", ...problems.map((p) => `  - ${p}`)].join("\n"));
    this.name = "EnvError";
    this.problems = problems;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

export function isEnvError(error: unknown): error is EnvError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** In development, a start that failed for its configuration: what tries it again. */
export const failedStart = () =>
  processWide("failed-start", (): { retry?: () => Promise<void> } => ({}));

/** Tries a failed start again. Whether it fails once more, so that no page can be shown yet. */
export async function isStartFailing(): Promise<boolean> {
  const start = failedStart();
  try {
    await start.retry?.();
    start.retry = undefined;
    return false;
  } catch (error) {
    if (!isEnvError(error)) throw error;
    return true;
  }
}

/** The first use of a schema compiles it, which takes longer than all that a request reads. */
const schemas = new WeakMap<z.ZodRawShape, z.ZodObject>();

function schemaOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  const schema = schemas.get(shape) ?? z.object(shape);
  schemas.set(shape, schema);
  return schema as z.ZodObject<Shape>;
}

/**
 * Reads and checks variables; the only place that touches `process.env`. An empty value counts as
 * not set. Throws EnvError naming every variable that is wrong and what was expected, or which name
 * to use where a guide's was used.
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
  const result = schemaOf(shape).safeParse(given);
  if (result.success && misnamed.length === 0) return result.data;
  const said = misnamed.map(([, name]) => name);
  const issues = result.error?.issues.filter(({ path }) => !said.includes(String(path[0]))) ?? [];
  throw new EnvError([
    ...misnamed.map(([guideName, name]) => `${guideName}: is called ${name} here`),
    ...issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
  ]);
}

/** Those of these variables that are set; never their values. */
export const listSet = (names: string[]) => names.filter((name) => process.env[name]);

/** Removes an empty variable, for an SDK that reads it by itself and takes "" for a value. */
export function unsetIfEmpty(name: string): void {
  if (process.env[name] === "") delete process.env[name];
}

/** Sets a variable, for an SDK that has no other way to set this. */
export function setVariable(name: string, value: string): void {
  process.env[name] = value;
}

/** For `readEnv`: a variable without which the provider cannot be used, and where it is found. */
export const required = (where: string) => z.string({ error: `is missing: ${where}` });

/** For `readEnv`: an address elsewhere. With a user and a password in it nothing can be fetched, and the message would quote them. */
export const webAddress = (problem: string) =>
  z
    .url({ protocol: /^https?$/, error: problem })
    .refine(isWithoutUser, "must not have a user or a password in it");

function isWithoutUser(text: string): boolean {
  const url = URL.parse(text);
  return !url?.username && !url?.password;
}

/** For `readEnv`: the connection string of a PostgreSQL. */
export const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://")
  .refine(isWhole, "must be a URL; characters such as @ or / in the password are %-encoded");

/** The parameters of a connection string that may have an @ in them. */
const MAY_HAVE_AT = /^(user|password|host|options|application_name|passfile|ssl[a-z]+)=/;

/**
 * Whether what is before the host is read as user and password. A /, ? or # in the password would end
 * the host, so that messages would name a part of it as host and port; the @ comes after that then.
 */
function isWhole(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  const others = url.search
    .slice(1)
    .split("&")
    .filter((one) => !MAY_HAVE_AT.test(one));
  return ![url.pathname, url.hash, ...others].join().includes("@");
}

const text = z.string().optional();

/** Vercel sets these itself, hosts without https://. They are configuration: no client can send them. */
export const vercelVariables = {
  VERCEL: text,
  VERCEL_ENV: text,
  VERCEL_PROJECT_PRODUCTION_URL: text,
  VERCEL_BRANCH_URL: text,
  VERCEL_URL: text,
};

type Given = { APP_URL?: string; PORT: number } & {
  [name in keyof typeof vercelVariables]?: string;
};

/** Of a branch's addresses the first is the same for all of its deployments. */
const PREVIEW = ["VERCEL_BRANCH_URL", "VERCEL_URL"] as const;
const PRODUCTION = ["VERCEL_PROJECT_PRODUCTION_URL"] as const;

/**
 * The app's address: APP_URL or, without it, a deployment's own on Vercel, which is logged once, and
 * localhost elsewhere. Throws EnvError for a deployment that is not told its address.
 */
export function findAppUrl(env: Given): string {
  if (env.APP_URL) return env.APP_URL;
  // "development" is `vercel dev`, on this machine.
  if (!env.VERCEL || env.VERCEL_ENV === "development") return `http://localhost:${env.PORT}`;
  const names = env.VERCEL_ENV === "production" ? PRODUCTION : PREVIEW;
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
