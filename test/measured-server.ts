import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";
import { getRequestListener } from "@hono/node-server";
import "#adapters/about.ts";
import { handleAuthRequest } from "#adapters/better-auth/routes.ts";
import { handle } from "#lib/base/http/handle.ts";
import { createApiListener } from "#server/api-routes.ts";
import { createHttpServer } from "#server/http-server.ts";
import { signIn } from "./sign-in.ts";

/**
 * Serves the API and what lies behind the sign-in form in a thread of its own, which what its clients do does not delay. Says first where,
 * and how its user signs in; then answers each message with the longest time, in milliseconds, that
 * the thread worked at a stretch since the last one. A clock would count what else the machine does.
 */
const TICK = 2; // milliseconds

const { headers } = await signIn("ada");
const answerApi = await createApiListener();
const answerForm = getRequestListener(handle(handleAuthRequest));
const server = createHttpServer((request, response) =>
  (request.url?.startsWith("/auth/sign-") ? answerForm : answerApi)(request, response),
);
server.listen(0, "127.0.0.1");
await once(server, "listening");

let before = process.threadCpuUsage();
let longest = 0;
setInterval(() => {
  const { user, system } = process.threadCpuUsage(before);
  longest = Math.max(longest, (user + system) / 1_000);
  before = process.threadCpuUsage();
}, TICK);
parentPort?.on("message", () => {
  parentPort?.postMessage(longest);
  longest = 0;
});
const { port } = server.address() as AddressInfo;
parentPort?.postMessage({ url: `http://127.0.0.1:${port}`, headers });
