import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { examineApp } from "#app/setup/examine-app.ts";
import type { Finding } from "#lib/admin/doctor/finding.ts";
import { toPlainLine } from "#lib/base/process.ts";
import { loadEnvFiles } from "./lib/env-files.mjs";
import { problem, runMain } from "./lib/problem.mjs";

const USAGE = "npm run doctor -- [--json] [--model] [--token - < file]";

/** Says what is wrong with the configuration and what mends it. Returns 1 if something keeps the app from working. */
async function doctor(): Promise<number> {
  loadEnvFiles();
  // What is logged on the way is no finding.
  console.log = console.error;
  const { json, model, token } = readOptions();
  const findings = await examineApp({
    model,
    token: token === undefined ? undefined : await text(process.stdin),
  });
  const isUsable = findings.every(({ level }) => level !== "problem");
  const lines = json
    ? [JSON.stringify({ isUsable, findings }, null, 2)]
    : [...findings.map(toLine), isUsable ? "The app can be started." : "Mend the problems first."];
  process.stdout.write(`${lines.join("\n")}\n`);
  return isUsable ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean" },
        model: { type: "boolean" },
        token: { type: "string" },
      },
    });
    // Everybody on the machine can read what a program is given as an argument.
    if (values.token === undefined || values.token === "-") return values;
  } catch {}
  throw problem(`${USAGE}: a token is read from standard input.`);
}

const toLine = ({ level, code, text, remedy }: Finding) =>
  toPlainLine(`${level.padEnd(7)}  ${code}: ${text.replace(/\.$/, "")}. ${remedy ?? ""}`.trimEnd());

await runMain(doctor, { codeWhenStopped: 130 });
