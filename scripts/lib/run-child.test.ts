import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runChild } from "./run-child.mjs";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

test("says which signal ended a program", async () => {
  const killed = await runChild(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]);
  expect(killed).toEqual({ code: 1, signal: "SIGKILL", stopped: false });
});

test("says with which code a program ended", async () => {
  const ended = await runChild(process.execPath, ["-e", "process.exit(7)"]);
  expect(ended).toEqual({ code: 7, signal: null, stopped: false });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("ends its program when a SIGTERM has ended npm, which does not hand it on", async () => {
  const project = mkdtempSync(join(tmpdir(), "tambo-users-npm-"));
  const pidFile = join(project, "pid");
  cpSync("scripts/lib", join(project, "scripts", "lib"), { recursive: true });
  const scripts = { start: "node start.mjs" };
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", scripts }));
  const server = `fs.writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000);`;
  writeFileSync(
    join(project, "start.mjs"),
    `import { runChild } from "./scripts/lib/run-child.mjs";
     await runChild(process.execPath, ["-e", ${JSON.stringify(server)}]);`,
  );
  const npm = spawn("npm", ["start"], { cwd: project, stdio: "ignore" });
  await expect
    .poll(() => existsSync(pidFile) && readFileSync(pidFile, "utf8"), { timeout: 20_000 })
    .toMatch(/\d/);
  const pid = Number(readFileSync(pidFile, "utf8"));
  npm.kill("SIGTERM");
  await expect.poll(() => isRunning(pid)).toBe(false);
  rmSync(project, { recursive: true });
}, 30_000);
