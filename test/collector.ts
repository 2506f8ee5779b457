import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

type Value = {
  stringValue?: string;
  intValue?: string;
  doubleValue?: number;
  arrayValue?: { values: Value[] };
};

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Value }[];
  status: { code?: number };
}

export type Collector = Awaited<ReturnType<typeof startCollector>>;

/** A collector of OpenTelemetry on this machine, which keeps what it gets, and answers with a status. */
export async function startCollector(status = 200) {
  const received: { path?: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    received.push({ path: request.url, headers: request.headers, body });
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const listSpans = () =>
    received.flatMap(({ body }): SentSpan[] =>
      JSON.parse(body).resourceSpans.flatMap(
        ({ scopeSpans }: { scopeSpans: { spans: SentSpan[] }[] }) =>
          scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
  const pathOf = (span: SentSpan): string[] => {
    const parent = listSpans().find(({ spanId }) => spanId === span.parentSpanId);
    return parent ? [...pathOf(parent), span.name] : [span.name];
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    listSpans,
    /** The names from the root to this span. */
    pathOf,
    close: () => server.close(),
  };
}

/** What a span says, as an object. */
export const readAttributes = ({ attributes }: SentSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));

const readValue = ({ stringValue, intValue, doubleValue, arrayValue }: Value): unknown =>
  arrayValue?.values.map(readValue) ?? stringValue ?? doubleValue ?? Number(intValue);
