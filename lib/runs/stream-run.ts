import { tracingChannel } from "node:diagnostics_channel";
import type { LanguageModel } from "ai";
import { waitUntil } from "#lib/base/background.ts";
import { logError, throttle } from "#lib/base/process.ts";
import { isRevoked, type RevocableToken } from "#lib/identity/revocation.ts";
import type { Emit, RunEvent } from "./events.ts";
import { executeRun } from "./execute.ts";
import type { StopReason } from "./run-error.ts";
import { trackRun } from "./running.ts";
import type { StartedRun } from "./start.ts";

const HEARTBEAT_MILLISECONDS = 15_000;
const WATCH_MILLISECONDS = 1_000;
/** A run ends this much earlier, so that it is stored before the host kills the request. */
const MARGIN_SECONDS = 10;
/** Bytes that wait for a client which does not read. An ordinary answer has less, so a phone that slept finds it whole. */
const MOST_UNREAD = 1_048_576;

const encoder = new TextEncoder();
/** A comment: the only heartbeat that the client accepts. */
const HEARTBEAT = encoder.encode(": keepalive\n\n");

interface RunTrace {
  runId: string;
  /** "ok", or the code of its last event. */
  outcome: string;
  /** Milliseconds from its start until its answer began. */
  firstEvent?: number;
}

/** Where runs can be watched. */
export const runChannel = tracingChannel<unknown, RunTrace>("tambo-users.run");

/**
 * Carries out a run and answers with its events. The run goes on when the client leaves, up to
 * `maxDuration`, the host's limit for a request in seconds, less a margin. It ends with the session that
 * started it.
 */
export function streamRun(
  run: StartedRun,
  model: LanguageModel,
  { maxDuration, session }: { maxDuration: number; session?: RevocableToken },
): Response {
  const abort = new AbortController();
  const stop = (reason: StopReason) => abort.abort(reason);
  const client = openClientStream(run.runId);
  const limit = setTimeout(stop, (maxDuration - MARGIN_SECONDS) * 1000, "time-limit");
  const watch = session && watchSession(session, stop);
  const { ownerId, threadId, runId } = run;
  const trace: RunTrace = { runId, outcome: "ok" };
  const emit = runChannel.hasSubscribers ? noteIn(trace, client.send) : client.send;
  const done = runChannel
    .tracePromise(executeRun, trace, undefined, run, model, emit, abort)
    .finally(() => {
      clearTimeout(limit);
      clearInterval(watch);
      client.close();
    });
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

/** Sends events, and notes what they say of the run. */
function noteIn(trace: RunTrace, send: Emit): Emit {
  const start = performance.now();
  return (event) => {
    if (event.type === "RUN_ERROR") trace.outcome = event.code;
    else if (event.type === "TEXT_MESSAGE_START" && event.role === "assistant") {
      trace.firstEvent ??= performance.now() - start;
    }
    send(event);
  };
}

/** Stops a run within two seconds after its session was ended, on any instance. */
function watchSession(session: RevocableToken, stop: (reason: StopReason) => void) {
  return setInterval(async () => {
    try {
      if (await isRevoked(session)) stop("session-ended");
    } catch (cause) {
      // Every run fails here each second while the database is away.
      throttle("look-up", "session", () => logError("a session could not be looked up", cause));
    }
  }, WATCH_MILLISECONDS);
}

/**
 * The events on their way to the client. One that falls too far behind is cut off, for which it takes a
 * lost connection: it can load the thread again, since the run goes on.
 */
function openClientStream(runId: string) {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const heartbeat = setInterval(() => controller?.enqueue(HEARTBEAT), HEARTBEAT_MILLISECONDS);
  const detach = () => {
    clearInterval(heartbeat);
    controller = undefined;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(created) {
        controller = created;
      },
      cancel: detach,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_UNREAD }),
  );
  return {
    stream,
    send(event: RunEvent) {
      // Before this one is added, so that no event is too large by itself.
      if ((controller?.desiredSize ?? 0) < 0) {
        // A text, because the host writes it to the log.
        controller?.error(`run ${runId}: its client does not read and was cut off`);
        detach();
      }
      // Without the blank line a client loses the last event.
      controller?.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
    },
    close() {
      controller?.close();
      detach();
    },
  };
}
