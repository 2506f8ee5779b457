import { beforeAll, describe, expect, test } from "vitest";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  bearer,
  openPage,
  providerToken,
  scopeToOrganizations,
  sources,
} from "#test/organizations.ts";
import { callRoute, ownRoutes, type Route, threadRoutes } from "#test/thread-routes.ts";

scopeToOrganizations();
provideDataDir();

const find = (name: string) =>
  [...threadRoutes, ...ownRoutes].find((route) => route.name === name) as Route;
const TRIED = ["get thread", "list messages", "run", "export", "rename", "delete"].map(find);

/** Users and organisations, each with a thread and the headers of a page and of a program. */
async function settle(name: string) {
  const source = sources[name] as (typeof sources)[string];
  const visits = ["ada", "bob"].flatMap((user) =>
    ["org_a", "org_b", null].map((organization) => ({ user, organization })),
  );
  return Promise.all(
    visits.map(async (visit) => {
      const { ownerId, userToken } = await openPage(source, visit);
      const { id: threadId } = await createThread({ ownerId, projectId: "default" });
      const ways = [userToken, await providerToken(source, visit)];
      const headers = await Promise.all(ways.map((token) => bearer(source, token)));
      return { ...visit, ownerId, threadId, headers };
    }),
  );
}

describe.each(["auth0", "clerk, version 2", "workos"])("%s", (name) => {
  let everybody: Awaited<ReturnType<typeof settle>>;
  const call = (route: Route, threadId: string, headers: Record<string, string>) =>
    callRoute(route, { threadId, messageId: "m", componentId: "c", runId: "r" }, headers);

  beforeAll(async () => {
    everybody = await settle(name);
  });

  test("lists a user's threads in one organisation alone", async () => {
    expect(new Set(everybody.map(({ ownerId }) => ownerId)).size).toBe(6);
    for (const { threadId, headers } of everybody) {
      for (const one of headers) {
        const listed = await (await call(find("list threads"), "", one)).json();
        expect(listed.threads.map(({ id }: { id: string }) => id)).toEqual([threadId]);
      }
    }
  });

  test.each(TRIED)("$name of any other user and organisation is a 404", async (route) => {
    for (const { headers, threadId: own } of everybody) {
      const [page = {}] = headers;
      for (const { threadId } of everybody.filter((other) => other.threadId !== own)) {
        expect((await call(route, threadId, page)).status).toBe(404);
      }
    }
  });

  test("deletes a user's data in one organisation alone", async () => {
    const [inA, ...others] = everybody;
    const [page = {}] = inA?.headers ?? [];
    expect((await call(find("delete me"), "", page)).status).toBe(204);
    expect((await call(find("list threads"), "", page)).status).toBe(401);
    for (const { threadId, headers } of others) {
      for (const one of headers) {
        expect((await call(find("get thread"), threadId, one)).status).toBe(200);
      }
    }
  });
});
