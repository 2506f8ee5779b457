import { expect } from "@playwright/test";
import { callApi, readAccessToken } from "../support/api.ts";
import { chatOf, watchDrawn } from "../support/chat.ts";
import { readCookie, type Stage, signInAt } from "./stage.ts";

/** Bob, on alice's browser: nothing of hers is drawn at any time, and her thread does not exist. */
export async function switchUser(stage: Stage, threadId: string, secret: string): Promise<void> {
  const { page, server, emulator } = stage;
  const { alice, bob } = emulator.users;
  const drawn = await watchDrawn(page);
  await signInAt(stage, page, bob);
  await expect(page.getByText("Your threads will appear here")).toBeVisible();
  await expect.poll(() => drawn.join()).toContain("Your threads will appear here");
  for (const text of [alice.name, secret]) expect(drawn.join()).not.toContain(text);

  const bearer = await readAccessToken(server.url, await readCookie(stage, page));
  const thread = `/v1/threads/${threadId}`;
  const message = { role: "user", content: [{ type: "text", text: "hello" }] };
  for (const [method, path, body] of [
    ["GET", thread],
    ["GET", `${thread}/messages`],
    ["PATCH", thread, { name: "Mine" }],
    ["POST", `${thread}/runs`, { message }],
    ["POST", `/threads/${threadId}/generate-name`],
    ["DELETE", thread],
  ] as const) {
    const { status } = await callApi(server.url, bearer, method, path, body);
    expect({ method, path, status }).toEqual({ method, path, status: 404 });
  }
  expect((await page.goto(`${server.url}/t/${threadId}`))?.status()).toBe(404);
  await page.goto(server.url);
  await chatOf(page).signOut(bob);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}
