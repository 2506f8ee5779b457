import { type Case, type Category, statusOf } from "./suite.ts";
import { change, JSON_TYPE, type Pairs } from "./world.ts";

const EVIL = "attacker.invalid";

/** Headers that some server, proxy or framework takes for the truth. */
const HEADERS: [string, string][] = [
  ["host", EVIL],
  ["x-forwarded-host", EVIL],
  ["x-forwarded-server", EVIL],
  ["x-host", EVIL],
  ["x-original-host", EVIL],
  ["forwarded", `host=${EVIL};proto=https;for=127.0.0.1`],
  ["x-forwarded-proto", "gopher"],
  ["x-forwarded-port", "1"],
  ["x-forwarded-prefix", `//${EVIL}`],
  ["x-forwarded-for", "127.0.0.1"],
  ["x-real-ip", "127.0.0.1"],
  ["x-client-ip", "127.0.0.1"],
  ["true-client-ip", "127.0.0.1"],
  ["x-original-url", "/v1/threads"],
  ["x-rewrite-url", "/v1/threads"],
  ["x-http-method-override", "DELETE"],
  ["x-http-method", "DELETE"],
  ["x-method-override", "DELETE"],
  ["x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"],
  ["x-middleware-rewrite", "/v1/threads"],
  ["x-middleware-next", "1"],
  ["x-invoke-path", "/v1/threads"],
  ["x-matched-path", "/v1/threads"],
  ["x-nextjs-data", "1"],
  ["next-action", "0".repeat(40)],
  ["x-authenticated-user", "alice"],
  ["x-forwarded-email", "alice@example.com"],
  ["x-custom-ip-authorization", "127.0.0.1"],
  ["x-amzn-oidc-identity", "alice"],
  ["x-ms-client-principal-name", "alice"],
  ["connection", "authorization"],
  ["upgrade", "h2c"],
  ["expect", "x"],
];

export const pollution: Category = {
  name: "header and parameter pollution",
  list(world) {
    const anonymous: Pairs = [["x-api-key", world.apiKey]];
    const own = `/v1/threads/${world.bobsThread}`;
    const foreign = `/v1/threads/${world.ids.threadId}`;
    const get = (path: string, headers: Pairs) => world.call({ method: "GET", path, headers });
    const doubled: Pairs[] = [
      [...change(world.bob, []), ...world.alice.filter(([name]) => name === "authorization")],
      [...world.bob.filter(([name]) => name !== "x-api-key"), ["x-api-key", world.otherApiKey]],
      [...world.bob, ["x-api-key", world.otherApiKey]],
      [["x-api-key", world.otherApiKey], ...world.bob],
    ];
    return [
      ...HEADERS.flatMap(([name, value]): Case[] => {
        const header: Pairs = [[name, value]];
        return [
          {
            name: `GET a thread of alice's as bob with ${name}: ${value}`,
            expected: "a 4xx and nothing of alice's",
            send: () => get(foreign, [...world.bob, ...header]),
            holds: ({ status, text }) =>
              (status === 0 || (status >= 400 && status < 500)) && !text.includes(world.mark),
          },
          {
            name: `GET /v1/threads without a token, with ${name}: ${value}`,
            expected: "a 4xx",
            send: () => get("/v1/threads", [...anonymous, ...header]),
            holds: ({ status }) => status === 0 || (status >= 400 && status < 500),
          },
          {
            name: `GET /.well-known/oauth-authorization-server with ${name}: ${value}`,
            expected: "no word of the header's in the answer",
            send: () => get("/.well-known/oauth-authorization-server", header),
            holds: ({ text, headers, status }) =>
              status < 500 && !(text + JSON.stringify(headers)).includes(EVIL),
          },
          {
            name: `GET bob's own thread with ${name}: ${value}`,
            expected: "that it is there afterwards",
            async send() {
              await get(own, [...world.bob, ...header]);
              return get(own, world.bob);
            },
            holds: statusOf(200),
          },
        ];
      }),
      ...["_method=DELETE", "method=DELETE", "X-HTTP-Method-Override=DELETE"].map(
        (query): Case => ({
          name: `POST bob's own thread with ${query}`,
          expected: "that it is there afterwards",
          async send() {
            const headers = [...world.bob, ...JSON_TYPE];
            await world.call({ method: "POST", path: `${own}?${query}`, headers, body: "{}" });
            return get(own, world.bob);
          },
          holds: statusOf(200),
        }),
      ),
      ...doubled.map(
        (headers, at): Case => ({
          name: `GET a thread of alice's with doubled credentials (${at})`,
          expected: "400, 401 or 404",
          send: () => get(foreign, headers),
          holds: statusOf(400, 401, 404),
        }),
      ),
      ...["limit=1&limit=100", "userKey=a&userKey=b", "cursor=a&cursor=b", "search=a&search=b"].map(
        (query): Case => ({
          name: `GET /v1/threads?${query}`,
          expected: "no 5xx and nothing of alice's",
          send: () => get(`/v1/threads?${query}`, world.bob),
          holds: ({ status, text }) => status > 0 && status < 500 && !text.includes(world.mark),
        }),
      ),
    ];
  },
};
