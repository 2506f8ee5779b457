import { chatOf, watchConsole, watchDrawn } from "./support/chat.ts";
import { provideProvider, signInAt } from "./support/provider-server.ts";
import { expect, provideServer, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

/** Switching in Clerk's component is in clerk-sessions.spec.ts. */
test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

for (const provider of ["auth0", "workos"] as const) {
  test.describe(provider, () => {
    const own = provideProvider(provider, { OWNER_SCOPE: "organization" });

    test("signing in to another organisation is another owner, and the session goes on", {
      tag: `@${provider}`,
    }, async ({ request }) => {
      const visit = async (organization: string) => {
        await signInAt(request, `/auth/sign-in?again=1&organization=${organization}`);
        return (await request.get("/user-token")).json();
      };
      const [none, a, b] = [await visit(""), await visit("org_a"), await visit("org_b")];
      expect(new Set([none.ownerId, a.ownerId, b.ownerId]).size).toBe(3);
      expect((await visit("org_a")).ownerId).toBe(a.ownerId);
      // What is no id of one is not asked for.
      expect((await visit("org_a%20org_b")).ownerId).toBe(none.ownerId);
      await own().server.restart({ OWNER_SCOPE: "user" });
      expect((await visit("org_a")).ownerId).toBe(none.ownerId);
    });
  });
}

test.describe("better-auth", () => {
  const server = provideServer({ OWNER_SCOPE: "organization" });

  test("founding an organisation and leaving it for one's own threads switches the threads", {
    tag: "@better-auth",
  }, async ({ page, context }) => {
    const complaints = watchConsole(page);
    const account = await signUpBrowser(context, server().url);
    await page.goto("/");
    const chat = chatOf(page);
    const threads = chat.threads.getByRole("link");
    await chat.ask("personal matters");
    await chat.answered();
    await expect(threads).toHaveText([/personal matters/i]);
    const drawn = await watchDrawn(page);
    await page.getByRole("button", { name: `Account: ${account.name}` }).click();
    await page.getByRole("menuitem", { name: "Organisation" }).click();
    await page.getByLabel("Name").fill("Example Inc.");
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Example Inc." })).toContainText(
      "This one",
    );
    await page.getByRole("link", { name: "Back to chat" }).click();
    await expect(page.getByText("Your threads will appear here")).toBeVisible();
    await chat.ask("matters of the company");
    await chat.answered();
    await expect(threads).toHaveText([/matters of the company/i]);
    expect(drawn.join()).not.toMatch(/personal matters/i);
    await page.goto("/organization");
    await page.getByRole("button", { name: "Switch to Personal" }).click();
    await expect(threads).toHaveText([/personal matters/i]);
    expect(complaints).toEqual([]);
  });
});
