import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_KEY } from "../../e2e/support/api.ts";
import { startEmptyDatabase } from "../../e2e/support/postgres.ts";
import { runMain } from "../lib/problem.mjs";
import { browse } from "./browse.ts";
import { buildDeployment, copyProject } from "./build.ts";
import { removeFunctions, startFunction } from "./functions.ts";
import { tryDeployment } from "./journey.ts";
import { checkDeployment, describeFunctions, readDeployment } from "./output.ts";
import { startProxy } from "./proxy.ts";

const HOST = "chat-git-new-team.vercel.app";
const APP_URL = `https://${HOST}`;
/** What the platform sets for the build and for the functions of a preview. */
const PLATFORM = {
  VERCEL: "1",
  VERCEL_ENV: "preview",
  VERCEL_URL: "chat-3f9x-team.vercel.app",
  VERCEL_BRANCH_URL: HOST,
  VERCEL_PROJECT_PRODUCTION_URL: "chat.example.com",
};
const ADDRESS = `APP_URL is ${APP_URL}, from VERCEL_BRANCH_URL`;

const say = (text: string) => console.log(`  ✓ ${text}`);

/** Builds as Vercel does, looks at what was built, and starts it. */
async function check(): Promise<number> {
  const database = await startEmptyDatabase("app", "app_owner");
  const project = copyProject();
  const unpacked = mkdtempSync(join(tmpdir(), "tambo-users-functions-"));
  try {
    // The database asks for none: it is here to be looked for in what is built.
    const password = randomBytes(16).toString("hex");
    const { DATABASE_URL, APP_SECRET } = database.env;
    const settings = {
      DATABASE_URL: Object.assign(new URL(DATABASE_URL), { password }).href,
      APP_SECRET,
      TAMBO_API_KEY: API_KEY,
      DEMO_MODEL_DELAY: "15",
    };
    await buildDeployment(project, { ...PLATFORM, ...settings });
    const log = readFileSync(join(project, "build.log"), "utf8");
    assert(log.includes(ADDRESS), "the build says which address it took");
    assert.match(log, /The postgres database has all \d+ migrations\./);
    const deployment = readDeployment(project);
    console.log(describeFunctions(deployment).join("\n"));
    checkDeployment(deployment, [password, APP_SECRET]);
    say("the migrations and no PGlite, test or secret are in what was built");

    chmodSync(unpacked, 0o755);
    const proxy = await startProxy(deployment, HOST, (folder) => {
      const index = deployment.functions.findIndex((one) => one.folder === folder);
      const found = deployment.functions[index];
      if (!found) throw new Error("the route leads to no function");
      return startFunction(found, join(unpacked, `${index}`), { ...PLATFORM, ...settings });
    });
    try {
      await tryDeployment(proxy.url, APP_URL, say);
      await browse(HOST, proxy.securePort);
      say("a person makes an account in a browser, asks, and sees the answer again after a reload");
      const running = await proxy.running();
      for (const { log } of running) {
        assert.equal(log().split(ADDRESS).length, 2, "its address is said once");
        assert.equal(log().split("There is no admin yet. `npm run admin").length, 2);
      }
      assert(running.some(({ waits }) => waits() > 0));
      say("each instance says once which address it took, and how an admin is named");
      say("the platform is asked to wait for what goes on after an answer");
    } catch (error) {
      for (const { log } of await proxy.running()) console.error(log());
      throw error;
    } finally {
      await proxy.stop();
    }
    return 0;
  } finally {
    await database.stop();
    rmSync(project, { recursive: true });
    removeFunctions(unpacked);
  }
}

await runMain(check, { codeWhenStopped: 130 });
