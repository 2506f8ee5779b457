import { afterAll, beforeAll } from "vitest";
import { signIn } from "./support/backend.ts";
import { createClient, exchangeForm, expectRefusal, readJson } from "./support/client.ts";
import { START_LIMIT, startOwnBackend } from "./support/own-backend.ts";
import { getThread, listMessages } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

// What takes a backend whose limits are known and whose clock can be moved: tokens live for minutes.

let own: Awaited<ReturnType<typeof startOwnBackend>>;

beforeAll(async () => {
  own = await startOwnBackend({ RUN_LIMIT: "2" });
}, START_LIMIT);
afterAll(() => own.close());

test("81 a run that is one too many is a 429 with Retry-After and words, and leaves no trace", async () => {
  const ada = await signIn(own.backend, 0);
  const { threadId } = await ada.run(ask(words.plain));
  await ada.run(ask(words.plain), threadId);
  const before = await listMessages(ada, threadId);
  for (const at of [threadId, undefined]) {
    const origin = "https://app.example";
    const refused = await ada.with({ origin }).start(ask(words.plain), at);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(3_600);
    // Only so can the SDK in a page of another origin read it.
    expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect(await expectRefusal(refused, 429)).toMatchObject({ code: "RUN_LIMIT" });
  }
  expect(await listMessages(ada, threadId)).toEqual(before);
  expect(await getThread(ada, threadId)).toMatchObject({ runStatus: "idle" });
  const { threads } = (await (await ada.call("GET", "/v1/threads")).json()) as {
    threads: object[];
  };
  expect(threads).toHaveLength(1);
  // Another user is not concerned.
  await (await signIn(own.backend, 1)).run(ask(words.plain));
});

test("21 25 a bearer outlives expires_in clearly, and is a 401 once it has expired", async () => {
  const { url, apiKey, subjectTokens } = own.backend;
  const anonymous = createClient(url, { "x-api-key": apiKey });
  const body = exchangeForm(subjectTokens[0]);
  const { access_token, expires_in } = await readJson<{ access_token: string; expires_in: number }>(
    await anonymous.call("POST", "/oauth/token", { body }),
    200,
  );
  const user = anonymous.with({ authorization: `Bearer ${access_token}` });
  const list = () => user.call("GET", "/v1/threads");
  await readJson(await list(), 200);
  await own.setClock(expires_in * 1_500);
  await readJson(await list(), 200);
  await own.setClock(expires_in * 3_500);
  await expectRefusal(await list(), 401);
  const again = await user.call("POST", "/oauth/token", { body });
  expect(again.status, "18 the expired bearer does not matter there").toBe(200);
});
