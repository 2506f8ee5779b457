import { ask, words } from "../../e2e/protocol/support/script.ts";
import { askExchange } from "./exchange.ts";
import { formOf } from "./exchange-tables.ts";
import type { Answer } from "./send.ts";
import type { Case, Category } from "./suite.ts";
import { JSON_TYPE, type Pairs } from "./world.ts";

/** Where a page of an attacker's can lie, or says that it does. */
const originsOf = (own: URL): string[] => [
  "https://attacker.invalid",
  "null",
  `${own.origin}.attacker.invalid`,
  `${own.protocol}//attacker-${own.host}`,
  `${own.protocol}//${own.hostname}@attacker.invalid`,
  `${own.protocol}//${own.hostname}:1`,
  "file://",
  "chrome-extension://abcdefghijklmnop",
];
const TYPES = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=a",
];

/** No page of another origin may act with what the browser of a user holds. */
const isApart = ({ headers }: Answer) => headers["access-control-allow-credentials"] !== "true";

export const origins: Category = {
  name: "CORS and CSRF",
  list(world) {
    const token = new Map(world.alice).get("authorization")?.replace("Bearer ", "") ?? "";
    const thread = `/v1/threads/${world.ids.threadId}`;
    const body = JSON.stringify(ask(words.plain));
    const cookie: [string, string] = [
      "cookie",
      `session=${token}; token=${token}; access_token=${token}`,
    ];
    const key: [string, string] = ["x-api-key", world.apiKey];
    const routes: [string, string][] = [
      ["GET", "/v1/threads"],
      ["GET", thread],
      ["POST", "/v1/threads"],
      ["POST", "/v1/threads/runs"],
      ["PATCH", thread],
      ["DELETE", thread],
      ["DELETE", "/v1/me"],
    ];
    const simple = (method: string, path: string, headers: Pairs): Case => ({
      name: `${method} ${path} with cookies, ${headers.map((pair) => pair.join(": ")).join(", ")}`,
      expected: "a 4xx, and no access-control-allow-credentials",
      send: () =>
        world.call({
          method,
          path,
          headers: [key, cookie, ...headers],
          body: method === "GET" || method === "DELETE" ? undefined : body,
        }),
      holds: (answer) => isApart(answer) && answer.status >= 400 && answer.status < 500,
    });
    return originsOf(new URL(world.url)).flatMap((origin) => [
      ...routes.flatMap(([method, path]) => [
        simple(method, path, [["origin", origin], ...JSON_TYPE]),
        {
          name: `OPTIONS ${path} for ${method} from ${origin}`,
          expected: "no access-control-allow-credentials",
          send: () =>
            world.call({
              method: "OPTIONS",
              path,
              headers: [
                ["origin", origin],
                ["access-control-request-method", method],
                ["access-control-request-headers", "authorization, cookie, x-api-key"],
              ],
            }),
          holds: (answer: Answer) => isApart(answer) && answer.status > 0 && answer.status < 500,
        },
      ]),
      ...TYPES.map((type) =>
        simple("POST", "/v1/threads/runs", [
          ["origin", origin],
          ["content-type", type],
        ]),
      ),
      {
        name: `POST /oauth/token from ${origin}`,
        expected: "no access-control-allow-credentials and no cookie",
        send: () =>
          world.call(
            askExchange(world, formOf(world.subjectTokens[0]), [["origin", origin], cookie]),
          ),
        holds: (answer: Answer) => isApart(answer) && !answer.headers["set-cookie"],
      },
      {
        name: `POST /oauth/token from ${origin} with cookies alone`,
        expected: "a 4xx",
        send: () =>
          world.call(askExchange(world, formOf("").slice(0, 1), [["origin", origin], cookie])),
        holds: (answer: Answer) => isApart(answer) && answer.status >= 400 && answer.status < 500,
      },
    ]);
  },
};
