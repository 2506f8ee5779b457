import { z } from "zod";
import { EnvError, readEnv } from "#lib/base/env.ts";

const text = z.string().optional();
const shape = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must be a connection string, postgres://…")
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be such as smtp://user:password@host:587" })
    .optional(),
  MAIL_FROM: text,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
};

/** What is set. Throws EnvError that names all that is missing, the other half of a pair as well. */
export function readSettings() {
  const { DATABASE_URL = "", ...env } = readEnv(shape);
  const missing = "DATABASE_URL: is missing: the connection string of a PostgreSQL database";
  const problems = DATABASE_URL ? [] : [missing];
  function pair(one: keyof typeof env, other: keyof typeof env) {
    const { [one]: first, [other]: second } = env;
    if (first && second) return [first, second] as const;
    if (first) problems.push(`${other}: is required with ${one}`);
    if (second) problems.push(`${one}: is required with ${other}`);
    return undefined;
  }
  const [url, from] = pair("SMTP_URL", "MAIL_FROM") ?? [];
  const ways = [
    { id: "google", label: "Google", pair: pair("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET") },
    { id: "github", label: "GitHub", pair: pair("GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET") },
  ];
  if (problems.length > 0) throw new EnvError(problems);
  const social = ways.flatMap(({ id, label, pair }) =>
    pair ? { id, label, client: { clientId: pair[0], clientSecret: pair[1] } } : [],
  );
  return { DATABASE_URL, mail: url && from ? { url, from } : undefined, social };
}
