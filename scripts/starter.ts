import { join, resolve } from "node:path";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { problem, runMain } from "./lib/problem.mjs";
import { listShapes, writeStarter } from "./lib/write-starter.ts";

const USAGE =
  "npm run starter -- <provider> <folder> [--backend hosted|own], or npm run starter -- --all <folder>";

/** Writes a project of its own with one provider, or one of each kind. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const wanted = args.includes("--backend") ? args[args.indexOf("--backend") + 1] : undefined;
  const [provider = "", folder = ""] = args.filter(
    (arg) => !arg.startsWith("--") && arg !== wanted,
  );
  if (args.includes("--all")) {
    if (!provider) throw problem(USAGE);
    for (const about of Object.values<About>(abouts)) {
      for (const shape of listShapes(about)) {
        writeStarter(about, shape, resolve(join(provider, `${about.name}-${shape}`)));
      }
    }
    return 0;
  }
  const about = Object.values<About>(abouts).find(({ name }) => name === provider);
  if (!about || !folder) throw problem(`${USAGE}, with one of ${Object.keys(abouts).join(", ")}`);
  const shapes = listShapes(about);
  const shape = shapes.find((shape) => shape === (wanted ?? shapes[0]));
  if (!shape) throw problem(`A starter of ${provider} has --backend ${shapes.join(" or ")}.`);
  writeStarter(about, shape, resolve(folder));
  return 0;
}

await runMain(main, { codeWhenStopped: 0 });
