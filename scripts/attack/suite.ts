import { type Answer, CLOSED } from "./send.ts";
import type { World } from "./world.ts";

/** One attack: what is sent, and what an answer is that does not let it succeed. */
export interface Case {
  /** The request in words, without a secret. */
  name: string;
  expected: string;
  send: () => Promise<Answer>;
  holds: (answer: Answer) => boolean | Promise<boolean>;
}

export interface Category {
  name: string;
  list: (world: World) => Case[] | Promise<Case[]>;
  /** How many are sent at a time. */
  atOnce?: number;
}

export interface Finding {
  request: string;
  expected: string;
  found: string;
}

export interface Result {
  category: string;
  cases: number;
  refused: number;
  findings: Finding[];
}

const AT_ONCE = 8;
const LEAKS: [string, RegExp][] = [
  ["a stack trace", /\n\s+at .+:\d+|Traceback \(most recent/],
  [
    "a path of the server",
    /\/(?:home|usr|root|app|srv|var)\/[\w./-]+\.(?:[mc]?[jt]s|py|rb|go|java)\b|node_modules\//,
  ],
  [
    "SQL",
    /\b(?:select|insert into|update|delete from)\b[^.]*\b(?:from|values|set|where)\b|syntax error at or near/i,
  ],
  [
    "a driver's words",
    /ECONNREFUSED|PostgresError|violates \w+ constraint|SequelizeError|PrismaClient/,
  ],
];

export async function runCategory(world: World, category: Category): Promise<Result> {
  const cases = await category.list(world);
  const result: Result = { category: category.name, cases: cases.length, refused: 0, findings: [] };
  const waiting = cases.values();
  const work = async () => {
    for (const one of waiting) await tryCase(world, one, result);
  };
  await Promise.all(Array.from({ length: category.atOnce ?? AT_ONCE }, work));
  return result;
}

async function tryCase(world: World, one: Case, result: Result): Promise<void> {
  const answer = await one.send();
  if (answer.status === CLOSED || answer.status >= 400) result.refused += 1;
  const report = (expected: string) =>
    result.findings.push({ request: one.name, expected, found: describe(world, answer) });
  if (!(await one.holds(answer))) report(one.expected);
  const leak = findLeak(world, answer);
  if (leak) report(`an answer without ${leak}`);
}

/** Whatever was asked, a refusal tells nothing of the server and repeats no secret. */
function findLeak({ secrets }: World, { status, text }: Answer): string | undefined {
  if (status < 400) return undefined;
  if (secrets.some((secret) => text.includes(secret))) return "a secret of the request's";
  return LEAKS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** A JWT or a part of one, and the token of an exchange that should have been refused. */
const TOKEN = /eyJ[\w.~=-]+|(?<="access_token":\s*")[^"]+/g;

/** What a terminal may show: no secret, and no control character of a stranger's. */
function describe({ secrets }: World, { status, text, milliseconds }: Answer): string {
  const words = secrets.reduce((all, secret) => all.replaceAll(secret, "…"), text);
  const shown = words
    .replace(TOKEN, "…")
    .slice(0, 160)
    .replace(/[\p{C}\s]+/gu, " ");
  return `${status} in ${Math.round(milliseconds)} ms ${shown}`;
}

/** That the status is one of these. */
export const statusOf =
  (...allowed: number[]) =>
  ({ status }: Answer) =>
    allowed.includes(status);

export function writeResult({ category, cases, refused, findings }: Result): string {
  const sum = `${category}: ${cases} cases, ${refused} refused, ${findings.length} findings`;
  const lines = findings.map(
    ({ request, expected, found }) => `  ${request}\n    expected ${expected}\n    found ${found}`,
  );
  return [sum, ...lines].join("\n");
}
