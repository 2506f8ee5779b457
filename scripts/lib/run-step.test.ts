import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runStep } from "./run-step.mjs";

const { isTTY } = process.stderr;
let folder: string;
let written: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tambo-users-step-"));
  written = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.push(`${text}`);
    return true;
  });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
  rmSync(folder, { recursive: true });
});

/** A program that runs until it is let go. */
function startProgram() {
  const file = join(folder, "go");
  const script = join(folder, "wait.cjs");
  const look = `require("node:fs").existsSync(${JSON.stringify(file)}) && process.exit()`;
  writeFileSync(script, `setInterval(() => ${look}, 10);`);
  const ended = runStep("Waiting", [[process.execPath, script]]);
  return () => {
    writeFileSync(file, "");
    return ended;
  };
}

test("a log has a line every ten seconds: what is waited for, and since when", async () => {
  process.stderr.isTTY = false;
  const letGo = startProgram();
  vi.advanceTimersByTime(25_000);
  await letGo();
  expect(written).toEqual([
    "Waiting (wait.cjs) …\n",
    "Waiting (wait.cjs, 10 s so far) …\n",
    "Waiting (wait.cjs, 20 s so far) …\n",
    "Waiting: done after 25 s\n",
  ]);
});

test("a terminal has one line, which changes every second", async () => {
  process.stderr.isTTY = true;
  const letGo = startProgram();
  vi.advanceTimersByTime(2_000);
  await letGo();
  expect(written).toEqual([
    "\rWaiting (wait.cjs) …\u001b[K",
    "\rWaiting (wait.cjs, 1 s so far) …\u001b[K",
    "\rWaiting (wait.cjs, 2 s so far) …\u001b[K",
    "\rWaiting: done after 2 s\u001b[K\n",
  ]);
});

test("of programs that run at once, one that fails shows what it said", async () => {
  process.stderr.isTTY = false;
  const say = (text: string, code: number) => [
    process.execPath,
    "-e",
    `console.log(${JSON.stringify(text)}); process.exit(${code})`,
  ];
  await expect(runStep("Trying", [say("went wrong", 1), say("", 0)])).rejects.toThrow(
    "Trying failed; the reason is above.",
  );
  expect(written.join("")).toMatch(/Trying: failed after 0 s\n.*went wrong/s);
});
