import type { LanguageModel } from "ai";
import { waitUntil } from "#lib/base/background.ts";
import { logError } from "#lib/base/log-error.ts";
import { throttle } from "#lib/base/process-wide.ts";
import { isRevoked, type RevocableToken } from "#lib/identity/revocation.ts";
import { encodeEvent, HEARTBEAT, type RunEvent } from "./events.ts";
import { executeRun } from "./execute.ts";
import type { StopReason } from "./run-error.ts";
import { trackRun } from "./running.ts";
import type { StartedRun } from "./start.ts";

const HEARTBEAT_MILLISECONDS = 15_000;
const WATCH_MILLISECONDS = 1_000;
/** A run ends this much earlier, so that it is stored before the host kills the request. */
const MARGIN_SECONDS = 10;

interface StreamOptions {
  /** The host's time limit for a request, in seconds. */
  maxDuration: number;
  /** The run ends with this session. Absent if no session started it. */
  session?: RevocableToken;
}

/**
 * Carries out a run and answers with its events. The run goes on when the client leaves, up to
 * `maxDuration` seconds less a margin.
 */
export function streamRun(
  run: StartedRun,
  model: LanguageModel,
  { maxDuration, session }: StreamOptions,
): Response {
  const abort = new AbortController();
  const stop = (reason: StopReason) => abort.abort(reason);
  const client = openClientStream();
  const limit = setTimeout(stop, (maxDuration - MARGIN_SECONDS) * 1000, "time-limit");
  const endWatch = session ? watchSession(session, stop) : () => {};
  const done = executeRun(run, model, client.send, abort).finally(() => {
    clearTimeout(limit);
    endWatch();
    client.close();
  });
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

/** Stops a run within two seconds after its session was ended, on any instance. */
function watchSession(session: RevocableToken, stop: (reason: StopReason) => void): () => void {
  const watch = setInterval(async () => {
    try {
      if (await isRevoked(session)) stop("session-ended");
    } catch (cause) {
      // Every run fails here each second while the database is away.
      throttle("look-up", "session", () => logError("a session could not be looked up", cause));
    }
  }, WATCH_MILLISECONDS);
  return () => clearInterval(watch);
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
