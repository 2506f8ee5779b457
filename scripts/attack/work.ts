import { setTimeout } from "node:timers/promises";
import { ask, words } from "../../e2e/protocol/support/script.ts";
import { askExchange } from "./exchange.ts";
import { formOf } from "./exchange-tables.ts";
import type { Answer, Ask } from "./send.ts";
import type { Case, Category } from "./suite.ts";
import { JSON_TYPE, type Pairs, type World } from "./world.ts";

const LONGEST_WAIT = 400; // milliseconds that another client may wait meanwhile
const BETWEEN = 10; // milliseconds between two of its requests
const AT_ONCE = 2;
const TRIES = 3;

const list = <Item>(count: number, item: Item) => Array<Item>(count).fill(item);
const run = ask(words.plain);

const schema = (more: object) => ({
  ...run,
  availableComponents: [{ name: "A", description: "", propsSchema: { type: "object", ...more } }],
});
const text = (value: string) => ({
  ...run,
  message: { role: "user", content: [{ type: "text", text: value }] },
});

/** Small requests that may cause much work. */
const worksOf = (world: World): [string, Ask][] => {
  const get = (path: string, headers: Pairs = []): Ask => ({
    method: "GET",
    path,
    headers: [...world.bob, ...headers],
  });
  const post = (path: string, body: object): Ask => ({
    method: "POST",
    path,
    headers: [...world.bob, ...JSON_TYPE],
    body: JSON.stringify(body),
  });
  const evil = `${"a".repeat(30_000)}!`;
  const searches = [
    "%25".repeat(39),
    "_".repeat(120),
    "a%25".repeat(29),
    "(a%2b)%2b$",
    "%5c".repeat(119),
  ];
  return [
    ...searches.map((search): [string, Ask] => [
      `search=${search.slice(0, 20)}`,
      get(`/v1/threads?search=${search}`),
    ]),
    [
      "2,000 parameters",
      get(`/v1/threads?${Array.from({ length: 2_000 }, (_, at) => `a${at}=1`).join("&")}`),
    ],
    [
      "a bearer of spaces",
      get("/v1/threads", [["authorization", `Bearer ${" ".repeat(10_000)}x`]]),
    ],
    ["a long x-forwarded-for", get("/v1/threads", [["x-forwarded-for", "1,".repeat(5_000)]])],
    ["a long accept", get("/v1/threads", [["accept", "a/b;q=0.1,".repeat(1_000)]])],
    ["a cookie of semicolons", get("/v1/threads", [["cookie", "; ".repeat(5_000)]])],
    ["a token of dots", askExchange(world, formOf(".".repeat(500_000)))],
    ["a token of a megabyte", askExchange(world, formOf(`a.${"x".repeat(900_000)}.b`))],
    ["a form of 100,000 fields", askExchange(world, "a=1&".repeat(100_000))],
    ["a form of percent signs", askExchange(world, "%25".repeat(300_000))],
    [
      "a pattern that backtracks",
      post(
        "/v1/threads/runs",
        schema({ properties: { a: { pattern: "^(a+)+$", default: evil } } }),
      ),
    ],
    [
      "a schema of 1,000 allOf",
      post("/v1/threads/runs", schema({ allOf: list(1_000, { $ref: "#" }) })),
    ],
    [
      "a schema of 5,000 enum",
      post("/v1/threads/runs", schema({ enum: Array.from({ length: 5_000 }, String) })),
    ],
    ["a message of stars", post("/v1/threads/runs", text("*a **b ".repeat(10_000)))],
    ["a message of brackets", post("/v1/threads/runs", text("[".repeat(50_000)))],
    ["a message that backtracks", post("/v1/threads/runs", text(evil))],
    [
      "1,000 messages",
      post("/v1/threads", {
        initialMessages: list(1_000, {
          role: "user",
          content: list(2, { type: "text", text: "a" }),
        }),
      }),
    ],
    ["45,000 numbers", post("/v1/threads", { metadata: { a: list(45_000, 1) } })],
    ["escapes", post("/v1/threads", { metadata: { a: "\0".repeat(500_000) } })],
  ];
};

/** How long another client waits at worst for `/health` while this is sent twice at once. */
async function measureWait(world: World, request: Ask): Promise<Answer> {
  let isOver = false;
  const sent = Promise.all(list(AT_ONCE, request).map((one) => world.call(one))).finally(() => {
    isOver = true;
  });
  let milliseconds = 0;
  do {
    const answer = await world.call({ method: "GET", path: "/health" });
    milliseconds = Math.max(milliseconds, answer.milliseconds);
    await setTimeout(BETWEEN);
  } while (!isOver);
  const answers = await sent;
  const worst = answers.find(({ status }) => status < 0 || status >= 500) ?? answers[0];
  return { status: 0, headers: {}, text: "", ...worst, milliseconds };
}

export const work: Category = {
  name: "work amplification",
  atOnce: 1,
  list: (world) =>
    worksOf(world).map(
      ([name, request]): Case => ({
        name: `${request.method} ${request.path.slice(0, 40)} with ${name}, two at once`,
        expected: `an answer, and /health for others within ${LONGEST_WAIT} ms`,
        /** What an attack costs it costs each time; what the machine does besides, it does once. */
        async send() {
          let best = await measureWait(world, request);
          for (let tried = 1; tried < TRIES && best.milliseconds > LONGEST_WAIT; tried++) {
            const next = await measureWait(world, request);
            if (next.milliseconds < best.milliseconds) best = next;
          }
          return best;
        },
        holds: ({ status, milliseconds }) =>
          status >= 0 && status < 500 && milliseconds <= LONGEST_WAIT,
      }),
    ),
};
