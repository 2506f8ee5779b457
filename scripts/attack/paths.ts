import { askExchange } from "./exchange.ts";
import { formOf } from "./exchange-tables.ts";
import type { Answer } from "./send.ts";
import type { Case, Category } from "./suite.ts";

const EVIL = "attacker.invalid";

/** Other ways to write the path of a route. */
const PATHS = [
  "//v1/threads",
  "///v1//threads",
  "/v1//threads",
  "/v1/./threads",
  "/./v1/threads",
  "/x/../v1/threads",
  "/health/../v1/threads",
  "/health/..%2fv1/threads",
  "/health/%2e%2e/v1/threads",
  "/health/..;/v1/threads",
  "/oauth/token/../../v1/threads",
  "/%76%31/threads",
  "/v1/%74hreads",
  "/v1%2fthreads",
  "/v1%5cthreads",
  "/v1\\threads",
  "/V1/THREADS",
  "/v1/Threads",
  "/v1/threads/",
  "/v1/threads//",
  "/v1/threads/.",
  "/v1/threads.",
  "/v1/threads%20",
  "/v1/threads%00",
  "/v1/threads%0a",
  "/v1/threads%23",
  "/v1/threads;a=b",
  "/v1/threads.json",
  "/v1/threads.css",
  "/v1/threads/x.css",
  "/v1;x/threads",
  "/_next/../v1/threads",
  "/_next/static/..%2f..%2fv1/threads",
  "/_next/data/x/v1/threads.json",
  "/favicon.ico/../v1/threads",
  "/.well-known/../v1/threads",
  "/.env",
  "/.git/config",
  "/package.json",
  "/..%2f..%2f..%2fetc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/%c0%ae%c0%ae/etc/passwd",
  "/%",
  "/%ff",
  "/?/v1/threads",
  `//${EVIL}/v1/threads`,
  `/\\${EVIL}/v1/threads`,
  `/%2f${EVIL}`,
  `/${EVIL}//`,
  `/.${EVIL}`,
  `/@${EVIL}`,
  `http://${EVIL}/v1/threads`,
];

export const paths: Category = {
  name: "path spelling",
  list(world) {
    const harmless = ({ status, headers, text }: Answer) => {
      const location = headers.location ?? "";
      const leads = new URL(location, world.url).host;
      const isData = /json/.test(headers["content-type"] ?? "") && /"threads"/.test(text);
      const isFile = /root:.*:0:0|"dependencies"|\[core\]|_SECRET=/.test(text);
      const known = location === "" || leads === new URL(world.url).host;
      return status < 500 && known && !isFile && !(status < 300 && isData);
    };
    return PATHS.flatMap((path) =>
      ["GET", "POST"].map(
        (method): Case => ({
          name: `${method} ${path} without a token`,
          expected: "no thread, no file, no way to another host, no 5xx",
          send: () => world.call({ method, path, headers: [["x-api-key", world.apiKey]] }),
          holds: harmless,
        }),
      ),
    );
  },
};

export const caching: Category = {
  name: "cache headers",
  list(world) {
    const { threadId, messageId } = world.ids;
    const thread = `/v1/threads/${threadId}`;
    const own = [
      "/v1/threads",
      "/v1/threads?limit=1",
      "/v1/notes",
      thread,
      `${thread}/messages`,
      `${thread}/messages/${messageId}`,
      `${thread}/messages/${messageId}/suggestions`,
      `${thread}/export`,
      `${thread}/`,
      `${thread}/x.css`,
      `${thread}.css`,
      `${thread};x.js`,
      `${thread}%2fx.css`,
      `${thread}?x.css`,
      "/v1/threads/thr_unknown",
    ];
    const stored = (name: string, send: () => Promise<Answer>): Case => ({
      name,
      expected: "cache-control with no-store, or private",
      send,
      holds: ({ headers }) => /no-store|private/.test(headers["cache-control"] ?? ""),
    });
    const [token] = world.subjectTokens;
    return [
      ...own.flatMap((path) => [
        stored(`GET ${path.replace(threadId, ":id")}`, () =>
          world.call({ method: "GET", path, headers: world.alice }),
        ),
        stored(`GET ${path.replace(threadId, ":id")} without a token`, () =>
          world.call({ method: "GET", path, headers: [["x-api-key", world.apiKey]] }),
        ),
      ]),
      stored("POST /oauth/token", () => world.call(askExchange(world, formOf(token)))),
      stored("POST /oauth/token with garbage", () => world.call(askExchange(world, formOf("x")))),
    ];
  },
};
