import { expect, test } from "vitest";
import { runChild } from "./run-child.mjs";

test("says which signal ended a program", async () => {
  const killed = await runChild(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]);
  expect(killed).toEqual({ code: 1, signal: "SIGKILL", stopped: false });
});

test("says with which code a program ended", async () => {
  const ended = await runChild(process.execPath, ["-e", "process.exit(7)"]);
  expect(ended).toEqual({ code: 7, signal: null, stopped: false });
});
