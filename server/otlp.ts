import type { observability } from "#lib/base/observability.ts";
import packageJson from "#package.json" with { type: "json" };

type Value = string | number | string[] | undefined;

const KINDS = { internal: 1, server: 2, client: 3 } as const;

export interface Span {
  traceId: string;
  spanId: string;
  parent?: Span;
  name: string;
  kind: keyof typeof KINDS;
  /** Milliseconds since 1970, like `end`. */
  start: number;
  end?: number;
  attributes: Record<string, Value>;
  failed?: boolean;
  /** The last call of the model within it. */
  call?: Span;
}

export type Collector = ReturnType<typeof observability>;

const TIMEOUT = 10_000; // milliseconds

/** Sends spans to a collector: OTLP over HTTP, encoded as JSON (opentelemetry.io/docs/specs/otlp). */
export async function postSpans(collector: Collector, spans: Span[]): Promise<void> {
  const attributes = toAttributes({
    "service.name": collector.OTEL_SERVICE_NAME,
    "service.version": packageJson.version,
  });
  const scopeSpans = [{ scope: { name: packageJson.name }, spans: spans.map(toJson) }];
  const headers = Object.fromEntries(collector.OTEL_EXPORTER_OTLP_HEADERS.map(readHeader));
  const response = await fetch(`${collector.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans }] }),
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  await response.body?.cancel();
  if (!response.ok) throw Object.assign(new Error(), { statusCode: response.status });
}

function readHeader(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
}

function toJson({ traceId, spanId, parent, name, kind, start, end, attributes, failed }: Span) {
  return {
    traceId,
    spanId,
    parentSpanId: parent?.spanId,
    name,
    kind: KINDS[kind],
    startTimeUnixNano: toNanoseconds(start),
    endTimeUnixNano: toNanoseconds(end ?? start),
    attributes: toAttributes(attributes),
    status: failed ? { code: 2 } : {},
  };
}

/** Text, because a number cannot hold it. */
const toNanoseconds = (milliseconds: number) => `${Math.round(milliseconds * 1_000)}000`;

function toAttributes(values: Record<string, Value>) {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: Value): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if (typeof value !== "number") return { stringValue: value };
  return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
}
