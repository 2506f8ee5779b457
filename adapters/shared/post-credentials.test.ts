import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseAway, diskFull } from "#lib/base/http/handle.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { postCredentials } from "./post-credentials.ts";

const FAILURES: Record<string, HttpError> = {
  "/full": diskFull(),
  "/away": databaseAway(),
  "/broken": new HttpError(500, "INTERNAL_ERROR", "a fault of ours"),
};
const server = createServer(async (request, response) => {
  const answer = FAILURES[request.url ?? ""]?.toResponse();
  response.statusCode = answer?.status ?? 404;
  response.end(await answer?.text());
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

test.each([
  ["/full", "The server has no room left to store this. The app's operator has to free some."],
  ["/away", "The database does not answer at the moment. Try again in a few seconds."],
  ["/broken", "The server has a problem. Try again in a moment."],
])("a form that meets %s says it", async (path, message) => {
  const { port } = server.address() as AddressInfo;
  expect(await postCredentials(`http://127.0.0.1:${port}${path}`, {}, {})).toEqual({ message });
});
