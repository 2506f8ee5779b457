import { expect, test } from "vitest";
import { POST } from "./route.ts";

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["another port", { origin: "http://localhost:3001" }],
  ["a sandboxed frame", { origin: "null" }],
  ["another site that hides its origin", { "sec-fetch-site": "cross-site" }],
])("nobody is signed out by %s", async (_, headers) => {
  const request = new Request("http://localhost:3000/sign-out", { method: "POST", headers });
  const response = await POST(request, undefined);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "CROSS_SITE" });
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});
