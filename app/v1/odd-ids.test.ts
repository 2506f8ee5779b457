import { beforeAll, expect, test } from "vitest";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { callRoute, type Params, type Route, threadRoutes } from "#test/thread-routes.ts";

provideDataDir();

// The first three are ids that the SDK makes for itself before the server has given one.
const odd = ["placeholder", "initial_x", "ephemeral_x", "a b", "ünï😀", "x".repeat(300), "a\0b"];
const routesOf = (key: keyof Params) => threadRoutes.filter(({ path }) => path.includes(`:${key}`));

let user: SignedIn;
let threadId: string;

beforeAll(async () => {
  user = await signIn("ada");
  threadId = (await createThread({ ownerId: user.ownerId, projectId: "default" })).id;
});

async function expectNotFound(route: Route, changed: Partial<Params>) {
  const params = { threadId, messageId: "m", componentId: "c", runId: "r", ...changed };
  const response = await callRoute(route, params, user.headers);
  const body = await response.text();
  expect({ status: response.status, body }).toMatchObject({ status: 404 });
  expect(JSON.parse(body).message).toEqual(expect.any(String));
}

test.each(threadRoutes)("$name is 404 for an odd thread id", async (route) => {
  for (const id of odd) await expectNotFound(route, { threadId: id });
});

test.each(
  (["messageId", "componentId", "runId"] as const).flatMap((key) =>
    routesOf(key).map((route) => ({ name: route.name, route, key })),
  ),
)("$name is 404 for an odd $key in a thread that exists", async ({ route, key }) => {
  for (const id of odd) await expectNotFound(route, { [key]: id });
});
