import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { problem, runMain } from "./lib/problem.mjs";
import { SHAPES, writeStarter } from "./lib/write-starter.ts";

const USAGE =
  "npm run starter -- <provider> <folder> [--backend hosted|own], or npm run starter -- --all <folder>";

/** Writes a project of its own with one provider, or one of each kind. */
async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [name = "", folder = ""] = positionals;
  const all = Object.values<About>(abouts);
  if (values.all && name) {
    for (const about of all)
      for (const shape of SHAPES)
        await writeStarter(about, shape, resolve(join(name, `${about.name}-${shape}`)));
    return 0;
  }
  const about = all.find((about) => about.name === name);
  if (!about || !folder) throw problem(`${USAGE}, with one of ${Object.keys(abouts).join(", ")}`);
  const shape = SHAPES.find((shape) => shape === (values.backend ?? SHAPES[0]));
  if (!shape) throw problem(`A starter has --backend ${SHAPES.join(" or ")}.`);
  await writeStarter(about, shape, resolve(folder));
  return 0;
}

function readArguments() {
  const options = { all: { type: "boolean" }, backend: { type: "string" } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw problem(`${(error as Error).message.split(".")[0]}. ${USAGE}`);
  }
}

await runMain(main, { codeWhenStopped: 0 });
