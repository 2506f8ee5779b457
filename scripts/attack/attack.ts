import { parseArgs } from "node:util";
import { problem, runMain } from "../lib/problem.mjs";
import { categories } from "./categories.ts";
import { closeConnections } from "./send.ts";
import { type Result, runCategory, writeResult } from "./suite.ts";
import { makeWorld, type Target } from "./world.ts";

const USERS = 2;

/** Attacks the deployment that the options name, or ours. Returns 1 if an attack succeeded. */
async function main(): Promise<number> {
  const given = readOptions();
  if (given) return attack(given);
  const { startOwnBackend } = await import("../../e2e/protocol/support/own-backend.ts");
  const { backend, close } = await startOwnBackend();
  try {
    return await attack(backend);
  } finally {
    await close();
  }
}

async function attack(target: Target): Promise<number> {
  const world = await makeWorld(target);
  const results: Result[] = [];
  for (const category of categories) {
    const result = await runCategory(world, category);
    console.log(writeResult(result));
    results.push(result);
  }
  closeConnections();
  const sum = (count: (result: Result) => number) =>
    results.reduce((all, result) => all + count(result), 0);
  const findings = sum((result) => result.findings.length);
  const refused = sum((result) => result.refused);
  console.log(`all: ${sum(({ cases }) => cases)} cases, ${refused} refused, ${findings} findings`);
  return findings === 0 ? 0 : 1;
}

const text = { type: "string" } as const;
const OPTIONS = {
  url: text,
  "api-key": text,
  "other-api-key": text,
  "subject-token": { ...text, multiple: true },
} as const;

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw problem((error as Error).message);
  }
}

function readOptions(): Target | undefined {
  const { values, positionals } = parse();
  const url = (values.url ?? positionals[0])?.replace(/\/$/, "");
  if (!url && Object.keys(values).length === 0) return undefined;
  const [one, two] = values["subject-token"] ?? [];
  const { "api-key": apiKey, "other-api-key": otherApiKey } = values;
  if (!url || !apiKey || !otherApiKey || !one || !two) {
    throw problem(
      `An attack needs an address, --api-key, --other-api-key and --subject-token ${USERS} times, for two users.`,
    );
  }
  return { url, apiKey, otherApiKey, subjectTokens: [one, two] };
}

await runMain(main, { codeWhenStopped: 130 });
