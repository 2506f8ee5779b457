import { createServer, type RequestListener, type Server } from "node:http";
import { appEnv } from "#lib/base/env.ts";
import { answerLargeHeaders, MAX_HEADER_SIZE } from "./large-headers.ts";
import { receive } from "./receive.ts";

const ONE_SECOND = 1_000; // milliseconds

/** The server that is ours: `handle` gets each request as `receive` leaves it, with headers that can be served. */
export function createHttpServer(handle: RequestListener): Server {
  // A client may offer another protocol, as Java's does with each request; Next would hang up on it.
  const options = { maxHeaderSize: MAX_HEADER_SIZE, shouldUpgradeCallback: () => false };
  const server = createServer(options, (request, response) => {
    if (!receive(request, response) || answerLargeHeaders(request, response)) return;
    handle(request, response);
  });
  // Longer than a load balancer keeps its connections, which else sends a request into one that closes.
  server.keepAliveTimeout = appEnv().KEEP_ALIVE_TIMEOUT * ONE_SECOND;
  server.headersTimeout = server.keepAliveTimeout + ONE_SECOND;
  return server;
}
