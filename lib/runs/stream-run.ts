import type { LanguageModel } from "ai";
import { encodeEvent, HEARTBEAT, type RunEvent } from "./events.ts";
import { executeRun } from "./execute.ts";
import { waitUntil } from "./host.ts";
import type { StopReason } from "./run-error.ts";
import { trackRun } from "./running.ts";
import type { StartedRun } from "./start.ts";

const HEARTBEAT_MILLISECONDS = 15_000;
/** What a run needs to store its end before the host kills it. */
const MARGIN_SECONDS = 10;

/**
 * Carries out a run and answers with its events. The run belongs to the server, not to the
 * connection: it goes on when the client leaves, up to `maxDuration` seconds less a margin.
 */
export function streamRun(run: StartedRun, model: LanguageModel, maxDuration: number): Response {
  const abort = new AbortController();
  const stop = (reason: StopReason) => abort.abort(reason);
  const client = openClientStream();
  const limit = setTimeout(stop, (maxDuration - MARGIN_SECONDS) * 1000, "time-limit");
  const done = executeRun({ run, model, emit: client.send, signal: abort.signal, stop }).finally(
    () => {
      clearTimeout(limit);
      client.close();
    },
  );
  const { ownerId, threadId, runId } = run;
  trackRun({ ownerId, threadId, runId, stop, done });
  waitUntil(done);
  return new Response(client.stream, {
    headers: {
      "content-type": "text/event-stream",
      // Proxies that compress or buffer would hold events back.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-thread-id": threadId,
      "x-run-id": runId,
    },
  });
}

function openClientStream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const heartbeat = setInterval(() => controller?.enqueue(HEARTBEAT), HEARTBEAT_MILLISECONDS);
  const detach = () => {
    clearInterval(heartbeat);
    controller = undefined;
  };
  const stream = new ReadableStream<Uint8Array>({
    start(created) {
      controller = created;
    },
    cancel: detach,
  });
  return {
    stream,
    send: (event: RunEvent) => controller?.enqueue(encodeEvent(event)),
    close() {
      controller?.close();
      detach();
    },
  };
}
