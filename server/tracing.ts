import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { TracingChannel } from "node:diagnostics_channel";
import { registerTelemetry } from "ai";
import { PgPreparedQuery } from "drizzle-orm/pg-core";
import { enqueue } from "#lib/base/background.ts";
import { REQUEST_ID, requestChannel } from "#lib/base/http/handle.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { nameError } from "#lib/base/process.ts";
import { exchangeChannel } from "#lib/identity/exchange-token.ts";
import { verificationChannel } from "#lib/identity/verify-token.ts";
import { runChannel } from "#lib/runs/stream-run.ts";
import { type Collector, postSpans, type Span } from "./otlp.ts";
import { toRoute } from "./request-log.ts";

type Attributes = Span["attributes"];

/** The span that is under way, wherever it is asked for. */
const current = new AsyncLocalStorage<Span>();

const now = () => performance.timeOrigin + performance.now();
const makeId = (bytes: number) => randomBytes(bytes).toString("hex");

function begin(name: string, kind: Span["kind"], attributes: Attributes = {}): Span {
  const parent = current.getStore();
  const traceId = parent?.traceId ?? makeId(16);
  return { traceId, spanId: makeId(8), parent, name, kind, start: now(), attributes };
}

type End = (span: Span, attributes?: Attributes, error?: unknown) => void;

/**
 * Sends spans of requests, exchanges, verifications, runs, calls of the model and SQL statements to a
 * collector. What is in one is chosen here, word by word: no address with its query, no token, no
 * message, no value of a statement.
 */
export function sendSpans(collector: Collector): void {
  const end: End = (span, attributes, error) => {
    // A call of a model that was stopped has no end of its own.
    if (span.call && span.call.end === undefined) end(span.call);
    span.end = now();
    Object.assign(span.attributes, attributes);
    if (error !== undefined) {
      span.attributes["error.type"] = isHttpError(error) ? error.code : nameError(error);
      span.failed = !isHttpError(error) || error.status >= 500;
    }
    try {
      enqueue("spans", span, (spans) => postSpans(collector, spans));
    } catch {
      // Next keeps itself awake only for what belongs to a request. The span is sent all the same.
    }
  };

  /** Makes a span of whatever a channel tells of. */
  function follow<Trace extends object>(
    channel: TracingChannel<unknown, Trace>,
    open: (trace: Trace) => Span,
    close?: (trace: Trace) => Attributes,
  ): void {
    const spans = new WeakMap<object, Span>();
    channel.start.bindStore(current as AsyncLocalStorage<unknown>, (trace) => {
      const span = open(trace);
      spans.set(trace, span);
      return span;
    });
    channel.asyncEnd.subscribe((ended) => {
      const span = spans.get(ended as Trace);
      if (span) end(span, close?.(ended as Trace), (ended as { error?: unknown }).error);
    });
  }

  follow(
    requestChannel,
    ({ request: { method, url }, id }) => {
      const route = toRoute(new URL(url).pathname);
      const attributes = { "http.request.method": method, "http.route": route, [REQUEST_ID]: id };
      return begin(`${method} ${route}`, "server", attributes);
    },
    ({ result }) => ({ "http.response.status_code": result?.status }),
  );
  follow(exchangeChannel, () => begin("token exchange", "internal"));
  follow(verificationChannel, () => begin("token verification", "internal"));
  follow(
    runChannel,
    ({ runId }) => begin("run", "internal", { "run.id": runId }),
    ({ outcome, firstEvent }) => ({
      "run.outcome": outcome,
      "run.first_event_milliseconds": firstEvent && Math.round(firstEvent),
    }),
  );
  followModel(end);
  followStatements(end);
}

/** A span for each step of an answer. The SDK gives no texts: the calls ask it not to. */
function followModel(end: End): void {
  const endCall = (attributes?: Attributes, error?: unknown) => {
    const call = current.getStore()?.call;
    if (call) end(call, attributes, error);
  };
  registerTelemetry({
    onStepStart({ provider, modelId }) {
      const parent = current.getStore();
      if (!parent) return;
      parent.call = begin(`chat ${modelId}`, "client", {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": modelId,
      });
    },
    onStepEnd({ usage, finishReason }) {
      endCall({
        "gen_ai.usage.input_tokens": usage.inputTokens,
        "gen_ai.usage.output_tokens": usage.outputTokens,
        "gen_ai.response.finish_reasons": [finishReason],
      });
    },
    onStepError: ({ error }) => endCall({}, error),
  });
}

/** The first table that a statement names, and what it does there. */
const TARGET = /\b(insert into|update|delete from|from)\s+(?:"?\w+"?\.)?"?(\w+)"?/i;
/** A statement of `withOwner` itself. */
const BINDING = /^select set_config/;

interface PreparedQuery {
  queryWithCache(text: string, params: unknown, query: () => Promise<unknown>): Promise<unknown>;
}

/** A span for each statement that the query builder sends while another span is under way: every driver's passes here. */
function followStatements(end: End): void {
  const prototype = PgPreparedQuery.prototype as unknown as PreparedQuery;
  const { queryWithCache } = prototype;
  prototype.queryWithCache = async function (text, params, query) {
    const send = () => queryWithCache.call(this, text, params, query);
    const parent = current.getStore();
    // After its end come batches, which are of many requests.
    if (!parent || parent.end !== undefined || BINDING.test(text)) return send();
    const summary = summarize(text);
    const attributes = { "db.system.name": "postgresql", "db.query.summary": summary };
    const span = begin(summary, "client", attributes);
    try {
      const result = await send();
      end(span);
      return result;
    } catch (error) {
      end(span, {}, error instanceof Error ? (error.cause ?? error) : error);
      throw error;
    }
  };
}

function summarize(text: string): string {
  const [, verb, table] = TARGET.exec(text) ?? [];
  const [word = ""] = /\w+/.exec(verb && verb.toLowerCase() !== "from" ? verb : text) ?? [];
  return [word.toLowerCase(), table].filter(Boolean).join(" ");
}
