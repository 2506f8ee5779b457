import { expect, test } from "vitest";
import { POST as signUp } from "#app/auth/[...path]/route.ts";
import { POST } from "./route.ts";

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["another port", { origin: "http://localhost:3001" }],
  ["no page that is known", { origin: "null" }],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["another port that hides its origin", { origin: "null", "sec-fetch-site": "same-site" }],
  [
    "another site with our headers",
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  ],
  ["another site that hides its origin", { "sec-fetch-site": "cross-site" }],
])("nobody is signed out by %s", async (_, headers) => {
  const request = new Request("http://localhost:3000/sign-out", { method: "POST", headers });
  const response = await POST(request, undefined);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "CROSS_SITE" });
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

const large = "x".repeat(9_000_000);
const stream = () =>
  new ReadableStream({
    pull: (controller) => controller.enqueue(Buffer.alloc(64 * 1024, "x")),
  });

test.each([
  ["to sign out", POST, "/sign-out", 4],
  ["to sign up", signUp, "/auth/sign-up/email", 32],
])(
  "a request %s is 413 as soon as it has more than a form",
  async (_, handler, path, kilobytes) => {
    for (const body of [large, stream()]) {
      const request = new Request(`http://localhost:3000${path}`, {
        method: "POST",
        headers: { origin: "http://localhost:3000" },
        body,
        duplex: "half",
      } as RequestInit);
      const response = await handler(request, undefined);
      expect(response.status).toBe(413);
      const message = `body: must be at most ${kilobytes} KB`;
      expect(await response.json()).toMatchObject({ code: "BODY_TOO_LARGE", message });
    }
  },
);
