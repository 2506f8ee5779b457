import { describe, expect, test, vi } from "vitest";
import { GET as listThreads } from "#app/v1/threads/route.ts";
import { appEnv } from "#lib/base/env.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import {
  ALICE,
  AUDIENCE,
  BOB,
  connect,
  open,
  provideLiar,
  provideMcp,
  provideNotes,
} from "#test/mcp-tools.ts";

provideDataDir();
const log = provideMcp();

test("without servers there are no tools", async () => {
  vi.stubEnv("MCP_SERVERS", "");
  expect((await open()).tools).toEqual([]);
});

describe("an honest server", () => {
  test("is called as the user, by a short token that is for it alone", async () => {
    const { claims, notes } = await provideNotes();
    const alice = await open(ALICE);
    const bob = await open(BOB);
    expect(alice.tools.map(({ name }) => name)).toEqual(["notes_add", "notes_list"]);
    expect(await alice.call("notes_add", { text: "buy milk" })).toEqual({
      text: "added: buy milk",
      isError: false,
    });
    expect(await bob.call("notes_list")).toEqual({ text: "notes: none", isError: false });
    expect([...notes]).toEqual([[ALICE, ["buy milk"]]]);
    const { APP_URL: app } = appEnv();
    for (const { iat = 0, exp = 0, ...claim } of claims) {
      expect(claim).toMatchObject({ aud: AUDIENCE, iss: app, client_id: app, act: { sub: app } });
      expect([ALICE, BOB]).toContain(claim.sub);
      expect(exp - iat).toBeLessThanOrEqual(300);
    }
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(claims.length);
  });

  test("that refuses the audience costs its tools, and the log says it once", async () => {
    await provideNotes("https://other.example.com");
    expect((await open()).tools).toEqual([]);
    expect((await open(BOB)).tools).toEqual([]);
    expect(log.mock.calls).toEqual([
      [expect.stringMatching(/^the MCP server notes failed \(.*401.*\); its tools are left out/)],
    ]);
  });

  test.each([
    ["the project", () => "default"],
    ["the exchange", () => `${appEnv().APP_URL}/oauth/token`],
  ])("whose audience is %s gets no token for this app", async (_, audience) => {
    const { url, seen } = await provideNotes(audience());
    connect({ url, audience: audience() });
    expect((await open()).tools).toHaveLength(2);
    const { authorization = "" } = seen[0]?.headers ?? {};
    const exchanged = await exchange(authorization.replace("Bearer ", ""));
    expect(exchanged.status).toBe(400);
    expect(await exchanged.json()).toMatchObject({ error: "invalid_request" });
    const { publishableKey } = await defaultProject();
    const headers = { "x-api-key": publishableKey, authorization };
    const listed = await listThreads(
      new Request("http://localhost/v1/threads", { headers }),
      undefined,
    );
    expect(listed.status).toBe(401);
    expect(await listed.json()).toMatchObject({ code: "INVALID_TOKEN" });
  });

  test("tells each user's list once a minute", async () => {
    const { seen } = await provideNotes();
    await open();
    const { length } = seen;
    await open();
    expect(seen.length).toBe(length);
    await open(BOB);
    expect(seen.length).toBeGreaterThan(length);
  });

  test("is asked no more once the run is stopped", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const notes = await provideNotes();
    await open();
    await notes.close();
    await provideLiar((request) => {
      request.on("close", leave);
      resolve();
    });
    const stop = new AbortController();
    const { call } = await open(ALICE, stop.signal);
    const answer = call("notes_list");
    await asked;
    stop.abort("cancelled");
    expect(await answer).toMatchObject({ isError: true });
    await left;
  });
});
