import { afterAll, beforeAll } from "vitest";
import { createClient, exchangeForm, expectRefusal, readJson } from "./support/client.ts";
import { START_LIMIT, startOwnBackend } from "./support/own-backend.ts";
import { expect, test } from "./support/test.ts";

// What takes a backend whose clock can be moved: tokens live for minutes.

let own: Awaited<ReturnType<typeof startOwnBackend>>;

beforeAll(async () => {
  own = await startOwnBackend();
}, START_LIMIT);
afterAll(() => own.close());

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
