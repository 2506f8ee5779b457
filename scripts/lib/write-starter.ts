import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { problem } from "./problem.mjs";
import { root } from "./root.mjs";
import { selectFiles } from "./select-files.ts";
import { type Shape, selectPackages } from "./select-packages.ts";
import { listOverlays, readStarterAbout } from "./starter-overlays.ts";
import { describeStarter, listVariables } from "./starter-texts.ts";

/** The default first. */
export const SHAPES: Shape[] = ["hosted", "own"];

/** What a starter takes as it is here, besides what is reached from it. */
const EVERY = `LICENSE app/icon.svg biome.json instrumentation-client.ts postcss.config.mjs
  tsconfig.json .gitignore .npmrc`.split(/\s+/);
const THREAD = "app/v1/threads/[threadId]";
const TAKEN: Record<Shape, string[]> = {
  hosted: EVERY,
  own: [
    ...EVERY,
    "proxy.ts",
    "app/(chat)/session-ended/route.ts",
    "app/auth/[...path]/route.ts",
    "app/oauth/token/route.ts",
    "app/sign-out/route.ts",
    "app/threads/[threadId]/generate-name/route.ts",
    "app/user-token/route.ts",
    "app/v1/notes/route.ts",
    "app/v1/notes/[noteId]/route.ts",
    "app/v1/threads/route.ts",
    "app/v1/threads/runs/route.ts",
    `${THREAD}/route.ts`,
    `${THREAD}/components/[componentId]/state/route.ts`,
    `${THREAD}/messages/route.ts`,
    `${THREAD}/runs/route.ts`,
    `${THREAD}/runs/[runId]/route.ts`,
  ],
};

/** Writes a project with one provider into a new folder, with its lockfile. */
export async function writeStarter(given: About, shape: Shape, target: string): Promise<void> {
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw problem(`${target} is not empty: a starter is written into a new folder.`);
  }
  const about = await readStarterAbout(given, shape);
  const files = selectFiles(listOverlays(about, shape), TAKEN[shape]);
  for (const { path, source } of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(root, source), join(target, path));
  }
  const { project, lock } = selectPackages(about, files);
  const write = (name: string, text: string) => writeFileSync(join(target, name), text);
  write("package.json", toJson(project));
  write("package-lock.json", toJson(lock));
  write("README.md", describeStarter(about, shape));
  write(".env.example", listVariables(about, shape));
  const app = files.filter(({ isProduct }) => isProduct);
  const texts = app.map(({ source }) => readFileSync(join(root, source), "utf8"));
  const lines = texts.join("").split("\n").length - 1;
  console.log(
    `${target}: ${files.length + 4} files, of which ${app.length} with ${lines} lines are the app. Go on with its README.md.`,
  );
}

const toJson = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
