import { createServer, type RequestListener, type Server } from "node:http";
import { appEnv } from "#lib/base/env.ts";
import { requestIds } from "#lib/base/http/handle.ts";
import { observability } from "#lib/base/observability.ts";
import { portProblem } from "../scripts/lib/check-port.mjs";
import { answerLargeHeaders, MAX_HEADER_SIZE } from "./large-headers.ts";
import { receive } from "./receive.ts";
import { logRequest } from "./request-log.ts";
import { startWatchdog } from "./watchdog.ts";

const ONE_SECOND = 1_000; // milliseconds
/** Who takes no byte of an answer for so long, and sends none, is cut off. An open stream has a heartbeat. */
const SILENCE = 120; // seconds
const STANDSTILL = 30; // seconds without a turn of the event loop until the process is ended

/** Our own HTTP server. `handle` gets the requests that `receive` has prepared and whose headers are not too large. */
export function createHttpServer(handle: RequestListener): Server {
  // Java's client offers another protocol with each request, and Next would close the connection.
  const options = { maxHeaderSize: MAX_HEADER_SIZE, shouldUpgradeCallback: () => false };
  const { LOG_REQUESTS } = observability();
  requestIds().areOurs = true;
  const server = createServer(options, (request, response) => {
    if (LOG_REQUESTS) logRequest(request, response);
    if (!receive(request, response) || answerLargeHeaders(request, response)) return;
    handle(request, response);
  });
  // Must be longer than a load balancer's, which would otherwise use a connection while it closes.
  server.keepAliveTimeout = appEnv().KEEP_ALIVE_TIMEOUT * ONE_SECOND;
  server.timeout = SILENCE * ONE_SECOND;
  server.headersTimeout = server.keepAliveTimeout + ONE_SECOND;
  return server;
}

/** Opens the port, and starts the watchdog only then: a start may take its time. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code ? portProblem(port, error.code) : error),
    );
    server.listen(port, () => {
      startWatchdog(STANDSTILL);
      resolve();
    });
  });
}
