import { expect, test, vi } from "vitest";
import { handle, REQUEST_ID } from "./handle.ts";
import { HttpError } from "./http-error.ts";

/** Sent where no server of ours stands before the handler, as under Next alone. */
async function fail(error: Error) {
  const headers = { [REQUEST_ID]: "forged" };
  const handler = handle<undefined>(() => Promise.reject(error));
  const response = await handler(new Request("http://localhost/v1/a", { headers }), undefined);
  return {
    status: response.status,
    id: response.headers.get(REQUEST_ID),
    body: await response.json(),
  };
}

test("an error names its request by an id of ours", async () => {
  const { status, id } = await fail(new HttpError(409, "TAKEN", "It is taken"));
  expect({ status, id }).toEqual({ status: 409, id: expect.stringMatching(/^[\da-f-]{36}$/) });
});

test("a failure has the same id in its message and in the log", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const { status, id, body } = await fail(new Error("secret"));
  expect({ status, message: body.message }).toEqual({
    status: 500,
    message: `The server has a problem (request ${id})`,
  });
  expect(String(log.mock.calls)).toContain(`request ${id} GET /v1/a`);
  log.mockRestore();
});
