import { ask, words } from "../../e2e/protocol/support/script.ts";
import type { Answer } from "./send.ts";
import { type Case, type Category, statusOf } from "./suite.ts";
import { change, type Ids, JSON_TYPE, type Pairs, type World } from "./world.ts";

const THREAD = "/v1/threads/:threadId";
const MESSAGE = `${THREAD}/messages/:messageId`;
const RUN = ask(words.plain);

/** Routes with an id in them; each verb that they offer, and a body that would be right. */
const ROUTES: [string, string, object?][] = [
  ["GET", THREAD],
  ["PATCH", THREAD, { name: "Taken" }],
  ["DELETE", THREAD],
  ["GET", `${THREAD}/messages`],
  ["GET", `${THREAD}/export`],
  ["GET", MESSAGE],
  ["DELETE", MESSAGE],
  ["POST", `${MESSAGE}/feedback`, { thumb: "down" }],
  ["GET", `${MESSAGE}/suggestions`],
  ["POST", `${MESSAGE}/suggestions`, { maxSuggestions: 2 }],
  ["POST", `${THREAD}/runs`, RUN],
  ["DELETE", `${THREAD}/runs/:runId`],
  ["POST", `${THREAD}/components/:componentId/state`, { state: { a: 1 } }],
  ["POST", "/threads/:threadId/generate-name", {}],
  ["GET", "/threads/:threadId/messages/:messageId/suggestions"],
  ["DELETE", "/v1/notes/:noteId"],
];
const VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "QUERY"];

/** Other ways to write an id in a path. */
const SPELLINGS: [string, (id: string) => string][] = [
  ["in capitals", (id) => id.toUpperCase()],
  [
    "percent-encoded",
    (id) => Array.from(id, (char) => `%${char.charCodeAt(0).toString(16)}`).join(""),
  ],
  ["encoded twice", (id) => `%25${id.charCodeAt(0).toString(16)}${id.slice(1)}`],
  ["with a space after it", (id) => `${id}%20`],
  ["with a NUL after it", (id) => `${id}%00`],
  ["with a line break after it", (id) => `${id}%0a`],
  ["with a dot after it", (id) => `${id}.`],
  ["with .json after it", (id) => `${id}.json`],
  ["with a slash after it", (id) => `${id}/`],
  ["with a parameter", (id) => `${id};a=b`],
  ["behind a climb", (id) => `x/../${id}`],
  ["behind an encoded climb", (id) => `x%2f..%2f${id}`],
  ["behind a dot", (id) => `./${id}`],
  ["behind a slash", (id) => `/${id}`],
  ["with an encoded slash before it", (id) => `%2f${id}`],
  ["in a list", (id) => `x,${id}`],
  ["in quotes", (id) => `%22${id}%22`],
  ["as SQL", (id) => `${id}'%20OR%20'1'='1`],
  ["with a wildcard", (id) => `${id.slice(0, 6)}%25`],
  ["in wide letters", (id) => `%ef%bd%94${id.slice(1)}`],
];

/** Parameters and headers that name somebody else. */
const AS_ALICE: [string, (world: World) => { query?: string; headers?: Pairs }][] = [
  ...["userKey", "userId", "ownerId", "user", "contextKey"].map(
    (name): (typeof AS_ALICE)[number] => [`the query ${name}`, () => ({ query: `?${name}=alice` })],
  ),
  ...[
    "x-user-id",
    "x-user-key",
    "x-owner-id",
    "x-forwarded-user",
    "x-remote-user",
    "x-tambo-user",
  ].map((name): (typeof AS_ALICE)[number] => [
    `the header ${name}`,
    () => ({ headers: [[name, "alice"]] }),
  ]),
  ["alice's token in the query", ({ alice }) => ({ query: `?access_token=${bearerOf(alice)}` })],
  [
    "alice's token as a cookie",
    ({ alice }) => ({ headers: [["cookie", `token=${bearerOf(alice)}`]] }),
  ],
];

const bearerOf = (headers: Pairs) => new Map(headers).get("authorization")?.slice(7) ?? "";
const fill = (path: string, ids: Ids) => path.replace(/:(\w+)/g, (_, name: keyof Ids) => ids[name]);

export const isolation: Category = {
  name: "isolation",
  async list(world) {
    const { ids, mark, bob, alice } = world;
    const shows = (text: string) => text.includes(mark);
    const request = (method: string, path: string, body?: object, headers: Pairs = []) =>
      world.call({
        method,
        path,
        headers: change([...bob, ...(body ? JSON_TYPE : [])], headers),
        body: body && JSON.stringify(body),
      });
    const hidden = (name: string, statuses: number[], send: () => Promise<Answer>): Case => ({
      name: `bob: ${name}`,
      expected: `${statuses.join(", ")} and nothing of alice's`,
      send,
      holds: (answer) => statusOf(...statuses)(answer) && !shows(answer.text),
    });
    const offered = new Set(ROUTES.map(([method, path]) => `${method} ${path}`));
    const paths = [...new Set(ROUTES.map(([, path]) => path))];
    const read = async (path: string) =>
      (await world.call({ method: "GET", path, headers: alice })).text;
    const before = await read(`/v1/threads/${ids.threadId}`);
    const foreign: [string, string][] = [
      ["alice's message", `/v1/threads/${world.bobsThread}/messages/${ids.messageId}`],
      [
        "alice's suggestions",
        `/v1/threads/${world.bobsThread}/messages/${ids.messageId}/suggestions`,
      ],
    ];
    const lists = ["/v1/threads?limit=100", `/v1/threads?search=${mark}`, "/v1/notes"];
    return [
      // Twice: what a server keeps of the first answer must not decide the second.
      ...[1, 2].flatMap((time) =>
        ROUTES.map(([method, path, body]) =>
          hidden(`${method} ${path}, ${time}`, [404], () => request(method, fill(path, ids), body)),
        ),
      ),
      ...paths.flatMap((path) =>
        VERBS.filter((verb) => !offered.has(`${verb} ${path}`)).map((verb) =>
          hidden(`${verb} ${path}`, [404, 405, 501], () =>
            request(verb, fill(path, ids), { text: "Taken" }),
          ),
        ),
      ),
      ...ROUTES.flatMap(([method, path, body]) =>
        SPELLINGS.map(([how, spell]) => {
          const spelt = Object.entries(ids).map(([key, id]) => [key, spell(id)]);
          return hidden(`${method} ${path}, ids ${how}`, [400, 404, 405], () =>
            request(method, fill(path, Object.fromEntries(spelt)), body),
          );
        }),
      ),
      ...AS_ALICE.flatMap(([how, make]) =>
        ROUTES.slice(0, 4).map(([method, path, body]) => {
          const { query = "", headers } = make(world);
          return hidden(`${method} ${path} with ${how}`, [400, 401, 403, 404], () =>
            request(method, fill(path, ids) + query, body, headers),
          );
        }),
      ),
      ...foreign.map(([name, path]) =>
        hidden(`${name} in bob's own thread`, [404], () => request("GET", path)),
      ),
      hidden("a run after alice's run", [200, 400, 404, 409], () =>
        request("POST", `/v1/threads/${world.bobsThread}/runs`, {
          ...RUN,
          previousRunId: ids.runId,
        }),
      ),
      ...lists.map((path) =>
        hidden(`GET ${path.split("=")[0]}`, [200, 404], () => request("GET", path)),
      ),
    ].concat({
      name: "alice reads her thread after all of it",
      expected: "that it is as it was",
      send: () =>
        world.call({ method: "GET", path: `/v1/threads/${ids.threadId}`, headers: alice }),
      holds: ({ text }) => text === before,
    });
  },
};
