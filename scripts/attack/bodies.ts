import { ask, words } from "../../e2e/protocol/support/script.ts";
import { type Case, type Category, statusOf } from "./suite.ts";
import { JSON_TYPE, type World } from "./world.ts";

const TAKEN = "taken-by-bob";
const LONG_AGO = "1999-01-01T00:00:00.000Z";

/** Members that a client has no say in, each with a value that an answer would show. */
const MEMBERS: [string, unknown][] = [
  ...[
    "id",
    "_id",
    "threadId",
    "ownerId",
    "owner_id",
    "owner",
    "userId",
    "user_id",
    "tenantId",
    "projectId",
    "project_id",
    "createdBy",
    "runStatus",
    "currentRunId",
    "lastCompletedRunId",
    "statusMessage",
    "role",
    "roles",
    "permissions",
    "plan",
    "snippet",
  ].map((name): [string, unknown] => [name, TAKEN]),
  ...["createdAt", "created_at", "updatedAt", "deletedAt"].map((name): [string, unknown] => [
    name,
    LONG_AGO,
  ]),
  ["isAdmin", TAKEN],
  ["messages", [{ id: TAKEN, role: "assistant", content: [] }]],
  ["pendingToolCallIds", [TAKEN]],
  ["constructor", { prototype: { ownerId: TAKEN, id: TAKEN } }],
];
const POLLUTED = ["id", "ownerId", "isAdmin", "toString", "createdAt"];

const run = ask(words.plain);
/** Where a body is taken, and what is right in it. */
const TARGETS = (world: World): [string, string, object][] => [
  ["POST", "/v1/threads", {}],
  ["PATCH", `/v1/threads/${world.bobsThread}`, { name: "Mine" }],
  ["POST", "/v1/threads/runs", run],
  ["POST", "/v1/notes", { text: "mine" }],
];

const isNotTaken = (text: string) => !text.includes(TAKEN) && !text.includes(LONG_AGO);

export const assignment: Category = {
  name: "mass assignment",
  list(world) {
    const write = (method: string, path: string, body: string) =>
      world.call({ method, path, headers: [...world.bob, ...JSON_TYPE], body });
    /** A refusal may repeat what was wrong; an answer that says yes must not have it. */
    const untaken = (name: string, method: string, path: string, body: string): Case => ({
      name: `${method} ${path} with ${name}`,
      expected: "that it is refused or without effect",
      async send() {
        const answer = await write(method, path, body);
        // A full notebook has no room for another attack.
        const id = path === "/v1/notes" && /"id":"([^"]+)"/.exec(answer.text)?.[1];
        if (id) await world.call({ method: "DELETE", path: `${path}/${id}`, headers: world.bob });
        return answer;
      },
      holds: ({ status, text }) =>
        status >= 200 && status < 500 && (status >= 400 || isNotTaken(text)),
    });
    const cases = TARGETS(world).flatMap(([method, path, body]) => [
      ...MEMBERS.map(([name, value]) =>
        untaken(name, method, path, JSON.stringify({ ...body, [name]: value })),
      ),
      ...POLLUTED.map((name) => {
        const text = JSON.stringify({ ...body, marker: 1 });
        const polluting = text.replace('"marker":1', `"__proto__":{"${name}":"${TAKEN}"}`);
        return untaken(`__proto__.${name}`, method, path, polluting);
      }),
    ]);
    const inMessage = ["id", "createdAt", "threadId", "ownerId", "runId"].flatMap((name) =>
      ["user", "system", "assistant", "developer", "tool"].map((role) =>
        untaken(
          `message.${name} as ${role}`,
          "POST",
          "/v1/threads/runs",
          JSON.stringify({ ...run, message: { ...run.message, role, [name]: TAKEN } }),
        ),
      ),
    );
    const read = (name: string, path: string, headers: World["bob"]): Case => ({
      name: `${name} afterwards`,
      expected: "200 without anything that was assigned",
      send: () => world.call({ method: "GET", path, headers }),
      holds: ({ status, text }) => status === 200 && isNotTaken(text),
    });
    const named = ["userKey", "contextKey"].flatMap((name) =>
      TARGETS(world).map(([method, path, body]): Case => {
        const text = JSON.stringify({ ...body, [name]: "alice" });
        return {
          name: `${method} ${path} with ${name} of somebody else`,
          expected: "that it is refused or without effect",
          send: () => write(method, path, text),
          holds: statusOf(200, 201, 400, 401, 403, 404, 422),
        };
      }),
    );
    return [
      ...cases,
      ...inMessage,
      ...named,
      read("bob's thread", `/v1/threads/${world.bobsThread}`, world.bob),
      read("bob's list", "/v1/threads?limit=100", world.bob),
      read("alice's list", "/v1/threads?limit=100", world.alice),
    ];
  },
};

const PAIRS = [
  '"',
  "{",
  "[]",
  "null",
  "1",
  "true",
  '"x"',
  "{,}",
  "{'a':1}",
  "\0",
  "\ufeff{}",
  "NaN",
];
const VALUES: unknown[] = [
  null,
  1,
  true,
  {},
  [],
  "",
  "\0",
  "\ud800",
  "x".repeat(2_000),
  [[[]]],
  1e308,
];
const QUERIES = [
  "limit=0",
  "limit=-1",
  "limit=1e9",
  "limit=NaN",
  "limit=1.5",
  "limit=1;DROP",
  "limit[]=1",
  "limit=%00",
  "cursor=x",
  "cursor=%00",
  "cursor='--",
  "cursor=eyJpZCI6MX0",
  "cursor=%f0%9f%98%80",
  "search=%00",
  "search=",
  "order=x",
  "order=asc%27",
];

/** Requests that are wrong in a way that makes servers talk of themselves. */
export const leaks: Category = {
  name: "error leaks",
  list(world) {
    const refused = (name: string, path: string, method = "GET", body?: string): Case => ({
      name: `${method} ${path} with ${name}`,
      expected: "an answer that is no 5xx, and tells nothing of the server",
      send: () => world.call({ method, path, headers: [...world.bob, ...JSON_TYPE], body }),
      holds: ({ status }) => status >= 200 && status < 500,
    });
    const thread = `/v1/threads/${world.bobsThread}`;
    return [
      ...TARGETS(world).flatMap(([method, path, right]) => [
        ...PAIRS.map((body) => refused(`the body ${JSON.stringify(body)}`, path, method, body)),
        ...["name", "metadata", "message", "text", "initialMessages", "tools"].flatMap((field) =>
          VALUES.map((value) => {
            const body = JSON.stringify({ ...right, [field]: value });
            return refused(`${field} = ${JSON.stringify(value).slice(0, 30)}`, path, method, body);
          }),
        ),
      ]),
      ...QUERIES.flatMap((query) =>
        ["/v1/threads", `${thread}/messages`, `${thread}/export`].map((path) =>
          refused(`the query ${query}`, `${path}?${query}`),
        ),
      ),
    ];
  },
};
