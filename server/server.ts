import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { flushWrites, setWaitUntil } from "#lib/base/background.ts";
import { appEnv, isEnvError } from "#lib/base/env.ts";
import { drainRuns } from "#lib/runs/running.ts";
import { checkPort } from "../scripts/lib/check-port.mjs";
import { loadEnvFiles } from "../scripts/lib/env-files.mjs";
import { problem, runMain } from "../scripts/lib/problem.mjs";
import { root } from "../scripts/lib/root.mjs";
import { createApiListener, isApiTarget } from "./api-routes.ts";
import { announceClaimLink, boot } from "./boot.ts";
import { createTwinChooser } from "./compressed-files.ts";
import { createHttpServer, listen } from "./http-server.ts";

const GRACE = 5_000; // milliseconds for open runs to write their last event
const FLUSH = 500; // milliseconds for open responses to reach their readers

/** Serves the production build. Returns the exit code after SIGTERM, SIGINT or the starter's end. */
async function serve(): Promise<number> {
  Object.assign(process.env, {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // Node itself reads next.config.ts. Next would load its compiler for that, which an image does not have.
    __NEXT_NODE_NATIVE_TS_LOADER_ENABLED: "true",
  });
  loadEnvFiles();
  // Serving goes on when nobody reads the log any more, as after `npm start | head`.
  for (const log of [process.stdout, process.stderr]) log.on("error", () => {});
  const stop = waitForStop();
  if (!existsSync(join(root, ".next", "BUILD_ID"))) {
    throw problem("There is no build here. Run `npm start`, or `npm run build` first.");
  }
  const database = await bootServer();
  const { APP_URL, PORT } = appEnv();
  // Next requests this origin itself, for example for the page that a server action redirects to.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://localhost:${PORT}`;
  // Next reads NODE_ENV when it is loaded.
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: root, hostname: "localhost", port: PORT });
  await app.prepare();
  const handleRequest = app.getRequestHandler();
  const handleApiRequest = await createApiListener();
  const chooseTwin = createTwinChooser(join(root, ".next", "static"));
  // Next's `after` works only inside its own routing. Here open runs are awaited at the end.
  setWaitUntil(() => {});
  const server = createHttpServer((request, response) => {
    const target = request.url ?? "";
    if (isApiTarget(target)) void handleApiRequest(request, response);
    else if (isWellFormed(target)) {
      chooseTwin(request, response);
      void handleRequest(request, response);
    } else response.writeHead(400).end("Bad Request");
  });
  await listen(server, PORT);
  console.log(`Ready: ${APP_URL}${APP_URL.endsWith(`:${PORT}`) ? "" : ` (port ${PORT})`}`);
  await announceClaimLink();
  await stop;
  const closed = new Promise((resolve) => server.close(resolve));
  await drainRuns(GRACE);
  await Promise.race([flushWrites(), setTimeout(GRACE)]);
  await Promise.race([closed, setTimeout(FLUSH)]);
  server.closeAllConnections();
  await app.close();
  await database?.close();
  return 0;
}

/** Whether a request's target is a path whose percent-encoding can be read. */
function isWellFormed(target: string): boolean {
  try {
    decodeURI(target);
    return target.startsWith("/");
  } catch {
    return false;
  }
}

/** Checks the port and the configuration, then opens the database. */
async function bootServer() {
  try {
    await checkPort(String(appEnv().PORT));
    return await boot();
  } catch (error) {
    throw isEnvError(error) ? problem(error.message) : error;
  }
}

/** `disconnect`: the process that started this one has ended. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
      process.on(event, () => resolve());
    }
  });
}

await runMain(serve, { codeWhenStopped: 0 });
