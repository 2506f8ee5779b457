import { createServer, type RequestListener, type Server } from "node:http";
import { appEnv } from "#lib/base/env.ts";
import { answerLargeHeaders, MAX_HEADER_SIZE } from "./large-headers.ts";
import { receive } from "./receive.ts";

const ONE_SECOND = 1_000; // milliseconds

/** Our own HTTP server. `handle` gets the requests that `receive` has prepared and whose headers are not too large. */
export function createHttpServer(handle: RequestListener): Server {
  // Java's client offers another protocol with each request, and Next would close the connection.
  const options = { maxHeaderSize: MAX_HEADER_SIZE, shouldUpgradeCallback: () => false };
  const server = createServer(options, (request, response) => {
    if (!receive(request, response) || answerLargeHeaders(request, response)) return;
    handle(request, response);
  });
  // Must be longer than a load balancer's, which would otherwise use a connection while it closes.
  server.keepAliveTimeout = appEnv().KEEP_ALIVE_TIMEOUT * ONE_SECOND;
  server.headersTimeout = server.keepAliveTimeout + ONE_SECOND;
  return server;
}
