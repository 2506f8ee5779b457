import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, onTestFinished, vi } from "vitest";
import { type LoopbackServer, serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import type { Finding } from "#lib/admin/doctor/finding.ts";
import { type DatabaseOptions, makeDatabase, type ServerDriver } from "./postgres/make-database.ts";

type Settings = Record<string, string>;

/** What a run of the doctor may leave in the process, besides modules. */
const KEPT = ["database", "default-project", "root-key", "sdk-addresses"];
const SECRET = /SECRET|KEY$|PASSWORD|^DATABASE_URL$/;

/** An APP_URL where nothing is. */
export const NOWHERE = "http://localhost:9";

/** Runs the doctor in this process, each time as a new program would; without further settings nothing is wrong but that the app is not started. */
export function provideDoctor() {
  const { env } = process;
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-doctor-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await forget();
    process.env = env;
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });
  const usual = { APP_URL: NOWHERE, AUTH_PROVIDER: "better-auth", DATABASE_URL: "" };
  const doctor = async (settings: Settings, asked?: { model?: boolean; token?: string }) => {
    await forget();
    // A plain copy: what started in this process before may have closed its environment to some names.
    process.env = { ...env };
    const all = { ...usual, DATA_DIR: join(folder, "data"), ...settings };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    const { examineApp } = await import("#app/setup/examine-app.ts");
    const findings = await examineApp(asked);
    const said = JSON.stringify(findings);
    const secrets = Object.entries(settings).filter(([name, value]) => value && SECRET.test(name));
    for (const [, secret] of secrets) expect(said).not.toContain(secret);
    return findings;
  };
  /** What is wrong, but that the app is not started. */
  const diagnose = async (settings: Settings) =>
    flawsOf(await doctor(settings)).filter(({ code }) => code !== "app-url");
  return { folder, doctor, diagnose };
}

async function forget(): Promise<void> {
  if (Reflect.get(globalThis, Symbol.for("tambo-users.database"))) {
    const { openDatabase } = await import("#drizzle/client.ts");
    await openDatabase().then(
      ({ close }) => close(),
      () => {},
    );
  }
  vi.resetModules();
  for (const name of KEPT) Reflect.deleteProperty(globalThis, Symbol.for(`tambo-users.${name}`));
}

/** A database that is right, with a role that owns nothing, unless the options say otherwise. */
export async function provideDatabase(
  options: DatabaseOptions = {},
  kind: ServerDriver = "postgres",
) {
  const role = `web_${randomBytes(4).toString("hex")}`;
  const database = makeDatabase(kind, { role, ...options });
  await database.create();
  onTestFinished(() => database.drop());
  return { ...database, role };
}

/** Code, text and remedy of whatever is not fine. */
export const flawsOf = (findings: Finding[]) =>
  findings
    .filter(({ level }) => level !== "fine")
    .map(({ code, level, text, remedy }) => ({ code, level, text, remedy }));

/** Stands in front of a server; `alter` makes other answers of its answers. */
export async function startFront(
  target: string,
  alter: (path: string, answer: Response) => Response,
): Promise<LoopbackServer> {
  const front = await serveOnLoopback(async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = method === "GET" ? undefined : await request.text();
    const answer = await fetch(`${target}${pathname}${search}`, { method, headers, body });
    const text = (await answer.text()).replaceAll(target, front.url);
    return alter(pathname, new Response(text, { status: answer.status }));
  });
  afterAll(front.stop);
  return front;
}
