import { apiRoutes } from "../server/api-routes.ts";
import { type Collector, startCollector } from "../test/collector.ts";
import { API_KEY, readAccessToken } from "./support/api.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";
import { START_LIMIT, startProcess } from "./support/server-process.ts";
import { signUp } from "./support/users.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];
/** Unknown addresses of each of the API's areas. */
const UNKNOWN = [
  "/.well-known/nothing",
  "/audio/nothing",
  "/auth/mcp/nothing",
  "/health/nothing",
  "/metrics/nothing",
  "/oauth/nothing",
  "/storage/nothing",
  "/threads/nothing",
  "/v1/nothing",
  "/v1/threads/thr_none/nothing",
];
const NEXT_ALONE = ["node_modules/next/dist/bin/next", "start", "--hostname", "localhost"];
/** After it nobody is signed in. */
const LAST = "/v1/me";

const paths = [...Object.keys(apiRoutes), ...UNKNOWN]
  .filter((path) => path !== LAST)
  .map((path) => path.replace(/:(\w+)Id/g, "$1_none").replace("*", "a/b"))
  .concat(LAST);

const METRICS_TOKEN = "a-token-of-the-metrics";
const REQUEST_ID = "x-request-id";
/** The kind of SQL spans. */
const CLIENT = 3;
/** These say how an answer travels, and when. Next varies by headers of its own pages, and names the requests that fail alone. */
const OF_TRANSPORT = /^(connection|content-length|date|keep-alive|transfer-encoding|x-request-id)$/;
const OF_PAGES = /^(rsc|next-.*)$/;

function listHeaders({ headers }: Response): string[] {
  const kept = [...headers].flatMap(([name, value]) => {
    if (OF_TRANSPORT.test(name)) return [];
    if (name !== "vary") return [`${name}: ${value}`];
    const names = value.split(", ").filter((one) => !OF_PAGES.test(one));
    return names.length > 0 ? [`${name}: ${names.join(", ")}`] : [];
  });
  return kept.sort();
}

/** What differs between two servers whatever they do: their address, ids, times and keys. */
const unify = (text: string, url: string) =>
  text
    .replaceAll(url, "APP_URL")
    .replaceAll(/thr_[\w-]{10,}/g, "thr_…")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/"(x|y|kid)":"[\w-]+"/g, '"$1":"…"');

/** Every route's answer to every method, by a signed-in user and by nobody. */
async function readAnswers(url: string): Promise<Record<string, unknown>> {
  const bearer = await readAccessToken(url, await signUp(url));
  const callers = {
    nobody: { "content-type": "application/json", origin: "https://elsewhere.example" },
    user: {
      "content-type": "application/json",
      "x-api-key": API_KEY,
      authorization: `Bearer ${bearer}`,
    },
  };
  const answers: Record<string, unknown> = {};
  for (const path of paths) {
    for (const method of METHODS) {
      for (const [caller, headers] of Object.entries(callers)) {
        const body = /^(PUT|PATCH|POST)$/.test(method) ? "{}" : undefined;
        const response = await fetch(`${url}${path}`, { method, headers, body });
        answers[`${caller}: ${method} ${path}`] = {
          status: response.status,
          headers: listHeaders(response),
          body: unify(await response.text(), url),
        };
      }
    }
  }
  return answers;
}

/** What is counted of exchanges and runs, and which spans arrived, SQL apart: some is written in batches. */
async function readOutside(url: string, collector: Collector): Promise<unknown> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  const spans = collector.listSpans().filter(({ kind }) => kind !== CLIENT);
  return {
    metrics: metrics.split("\n").filter((line) => !/seconds_|_pool/.test(line)),
    spans: [...new Set(spans.map((span) => collector.pathOf(span).join(" > ")))].sort(),
  };
}

test("Next alone, as on Vercel, answers every method of the API as the own server does", async ({
  startServer,
}, testInfo) => {
  test.setTimeout(3 * START_LIMIT);
  const collectors = [await startCollector(), await startCollector()] as const;
  const [ownSettings, nextSettings] = collectors.map(({ url }) => ({
    METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
  }));
  const starting = startServer(ownSettings);
  const PORT = String(await findFreePort());
  const settings = {
    ...nextSettings,
    PORT,
    TAMBO_API_KEY: API_KEY,
    DATA_DIR: testInfo.outputPath("data"),
  };
  const alone = startProcess(settings, undefined, NEXT_ALONE);
  const aloneUrl = `http://localhost:${PORT}`;
  try {
    const [server] = await Promise.all([starting, alone.ready]);
    const [own, next] = await Promise.all([readAnswers(server.url), readAnswers(aloneUrl)]);
    expect(Object.keys(own)).toHaveLength(2 * METHODS.length * paths.length);
    expect(own["nobody: PUT /v1/threads"]).toMatchObject({
      status: 405,
      headers: expect.arrayContaining(["allow: GET, POST, OPTIONS"]),
    });
    expect(own["user: POST /v1/threads"]).toMatchObject({ status: 201 });
    expect(own["user: GET /v1/nothing"]).toMatchObject({ status: 404 });
    expect(next).toEqual(own);
    expect((await fetch(`${server.url}/sign-in`)).headers.get(REQUEST_ID)).toMatch(
      /^[\da-f-]{36}$/,
    );
    await expect(async () => {
      const outside = await readOutside(server.url, collectors[0]);
      expect(outside).toMatchObject({
        metrics: expect.arrayContaining(['tambo_token_exchanges_total{outcome="ok"} 1']),
        spans: expect.arrayContaining(["POST /oauth/token > token exchange > token verification"]),
      });
      expect(await readOutside(aloneUrl, collectors[1])).toEqual(outside);
    }).toPass({ timeout: 10_000 });
  } finally {
    for (const collector of collectors) collector.close();
    await alone.end("SIGKILL");
  }
});
