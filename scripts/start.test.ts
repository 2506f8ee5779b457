import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findFreePort } from "#e2e/support/free-port.ts";
import { checkSettings } from "./lib/develop.mjs";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

/** A project with nothing but its scripts, and what they read of the app: what is refused must be refused before anything is installed. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "tambo-users-start-"));
  cpSync("scripts", join(project, "scripts"), { recursive: true });
  const isFacts = (path: string) => !/\.[a-z]+$/.test(path) || /abouts?\.mjs$/.test(path);
  cpSync("adapters", join(project, "adapters"), { recursive: true, filter: isFacts });
  cpSync("package.json", join(project, "package.json"));
});

afterAll(() => rmSync(project, { recursive: true }));

interface Ended {
  code: number | null;
  lines: string[];
}

function start(settings: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["scripts/start.mjs"], {
      cwd: project,
      env: { ...settings, PATH: "", NODE_ENV: "production" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("close", (code) => resolve({ code, lines: output.trimEnd().split("\n") }));
  });
}

describe("npm start refuses with one line", () => {
  test("a port that is in use, and names it", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    try {
      expect(await start({ PORT: String(port) })).toEqual({
        code: 1,
        lines: [
          `Port ${port} is in use. Stop what runs there or choose another one: PORT=${port + 1} npm start`,
        ],
      });
    } finally {
      server.close();
    }
  });

  test("a port that is none", async () => {
    expect(await start({ PORT: "30000000" })).toEqual({
      code: 1,
      lines: ['PORT must be a number from 1 to 65535, not "30000000". Try PORT=3000.'],
    });
  });

  test("a DATA_DIR that cannot be written", async () => {
    writeFileSync(join(project, "a-file"), "");
    const { code, lines } = await start({
      PORT: String(await findFreePort()),
      DATA_DIR: "a-file/data",
    });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^DATA_DIR .*a-file\/data cannot be written \(/)]);
  });

  test("a DATA_DIR that a running server has, and names that server", async () => {
    const directory = join(project, "taken");
    mkdirSync(directory);
    writeFileSync(join(directory, "owner.pid"), "4711");
    const lock = new DatabaseSync(join(directory, "lock.sqlite"));
    lock.exec("begin exclusive");
    try {
      expect(await start({ PORT: String(await findFreePort()), DATA_DIR: directory })).toEqual({
        code: 1,
        lines: [
          `DATA_DIR ${directory} is in use by process 4711. Stop it, or set another DATA_DIR.`,
        ],
      });
    } finally {
      lock.close();
    }
  });

  test.each([
    ["PORT=3000\nnonsense\n", ".env.local, line 2: expected NAME=value or a # comment."],
    ["# fine\n\nAPP-URL=x\n", ".env.local, line 3: expected NAME=value or a # comment."],
    ['APP_SECRET="never\nclosed\n', '.env.local, line 1: the quote " is not closed.'],
  ])("the .env.local %j, and says where it is broken", async (text, line) => {
    const file = join(project, ".env.local");
    writeFileSync(file, text);
    try {
      expect(await start({})).toEqual({ code: 1, lines: [line] });
    } finally {
      rmSync(file);
    }
  });
});

test.each([
  ["better-auth", true],
  ["auth0", false],
])(
  "with a Tambo API elsewhere and %s it is %s that npm start makes DATA_DIR",
  async (AUTH_PROVIDER, isMade) => {
    const DATA_DIR = join(project, `of-${AUTH_PROVIDER}`);
    const PORT = String(await findFreePort());
    const settings = {
      AUTH_PROVIDER,
      DATA_DIR,
      DATABASE_URL: "",
      PORT,
      TAMBO_URL: "https://a.example",
    };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    await checkSettings();
    vi.unstubAllEnvs();
    expect(existsSync(DATA_DIR)).toBe(isMade);
  },
);
