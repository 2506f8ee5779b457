import { chatOf, watchConsole } from "./support/chat.ts";
import { lookAt } from "./support/pictures.ts";
import { expect, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

test("a question is edited and asked again from there, and one is deleted with its answer", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signUpBrowser(page.context(), server.url);
  const complaints = watchConsole(page);
  await page.goto("/");
  const chat = chatOf(page);
  const bubbles = chat.transcript.getByRole("article").filter({ hasText: "You asked" });
  for (const question of ["think one", "hello two", "hello three"]) {
    await chat.ask(question);
    await chat.answered();
  }

  // By keyboard alone, and nothing has been sent yet when Escape is pressed.
  const edit = bubbles.nth(1).getByRole("button", { name: "Edit question" });
  const field = page.getByRole("textbox", { name: "Question" });
  await edit.focus();
  await page.keyboard.press("Enter");
  await expect(field).toBeFocused();
  await page.keyboard.type(", never sent");
  await page.keyboard.press("Escape");
  await expect(edit).toBeFocused();
  await expect(bubbles).toHaveText([/one$/, /two$/, /three$/]);

  // Refused: the words stay where they were written.
  await page.route(/\/messages\/[^/]+\?extent=/, (route) =>
    route.fulfill({ status: 409, json: { code: "CONCURRENT_RUN", message: "busy" } }),
  );
  await page.keyboard.press("Enter");
  await page.keyboard.type(", or four");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The question could not be changed")).toBeVisible();
  await expect(field).toHaveValue("hello two, or four");
  await expect(field).toBeFocused();
  await page.unrouteAll();
  await page.keyboard.press("Enter");
  await expect(bubbles).toHaveText([/one$/, /two, or four$/]);
  await chat.answered();
  await expect(chat.transcript.getByRole("article")).toHaveCount(4);

  await bubbles.first().getByRole("button", { name: "Delete question and answer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(bubbles).toHaveText([/two, or four$/]);
  await expect(chat.composer).toBeFocused();
  await page.reload();
  await expect(bubbles).toHaveText([/two, or four$/]);
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);

  // The last one: the thread stays, and is asked again.
  await bubbles.first().getByRole("button", { name: "Delete question and answer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: /^Good / })).toBeVisible();
  await chat.ask("hello again");
  await chat.answered();
  await expect(bubbles).toHaveText([/hello again$/]);
  await expect(chat.threads.getByRole("link")).toHaveCount(1);
  expect(complaints.filter((text) => !text.includes("409"))).toEqual([]);
});

test("thoughts and thumbs are there after a reload, and a thread is found by what was said in it", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signUpBrowser(page.context(), server.url);
  const complaints = watchConsole(page);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("think about the zebra crossing");
  await chat.answered();

  const thoughts = chat.transcript.locator("details").filter({ hasText: "Thoughts" });
  const good = page.getByRole("button", { name: "Good answer" });
  const why = page.getByRole("textbox", { name: "Why, in a word" });
  await expect(thoughts.locator("p")).toBeHidden();
  await good.press("Enter");
  await why.fill("to the point");
  const stored = page.waitForResponse(
    async (response) =>
      response.url().endsWith("/feedback") &&
      response.request().postData()?.includes("point") === true,
  );
  await why.press("Enter");
  await expect(good).toBeFocused();
  expect((await stored).status()).toBe(200);
  await page.reload();
  await expect(good).toHaveAttribute("aria-pressed", "true");
  await expect(thoughts.locator("p")).toBeHidden();
  await thoughts.locator("summary").press("Enter");
  await expect(thoughts.locator("p")).toBeVisible();

  const name = "Something else";
  await page.getByRole("button", { name: "Rename this thread" }).click();
  await page.getByRole("textbox", { name: "Name of the thread" }).fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("searchbox", { name: "Search threads" }).fill("zebra");
  const found = chat.threads.getByRole("link", { name });
  await expect(found.getByText("zebra")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search threads" }).fill("giraffe");
  await expect(page.getByText("Nothing found for “giraffe”.")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a thread is archived, found by the search and in the archive, and brought back", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signUpBrowser(page.context(), server.url);
  const complaints = watchConsole(page);
  await page.goto("/");
  const chat = chatOf(page);
  await chat.ask("hello zebra");
  await chat.answered();
  const row = chat.threads.getByRole("link", { name: "hello zebra" });
  const archived = page.getByRole("button", { name: "Archived", exact: true });
  // The list is ahead of the server, which may be asked in another order before it has answered.
  const waitForAnswer = async (act: () => Promise<void>) => {
    const answered = page.waitForResponse((response) => response.request().method() === "PATCH");
    await act();
    return (await answered).status();
  };
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "Actions for hello zebra" }).click();
    return waitForAnswer(() => page.getByRole("menuitem", { name }).click());
  };

  await choose("Archive");
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("heading", { name: /^Good / })).toBeVisible();
  await waitForAnswer(() => page.getByRole("button", { name: "Undo" }).click());
  await expect(row).toBeFocused();

  const path = /\/v1\/threads\/thr_/;
  await page.route(path, (route) => route.fulfill({ status: 404, json: { message: "gone" } }));
  await choose("Archive");
  await expect(page.getByText("The thread could not be archived.")).toBeVisible();
  await expect(row).toHaveCount(1);
  await page.unroute(path);

  expect(await choose("Archive")).toBe(200);
  await page.reload();
  await expect(page.getByText("Your threads will appear here.")).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search threads" });
  await search.fill("zebra");
  await expect(row).toContainText("Archived");
  await search.fill("");
  await archived.press("Enter");
  await expect(archived).toHaveAttribute("aria-pressed", "true");
  await expect(row).toHaveCount(1);
  await lookAt(page, "archived");
  await choose("Bring back");
  await expect(page.getByText("Nothing is archived.")).toBeVisible();
  await archived.click();
  await expect(row).toHaveCount(1);

  // A question brings it back as well.
  await choose("Archive");
  await expect(row).toHaveCount(0);
  await archived.click();
  await row.click();
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);
  await chat.ask("hello again");
  await chat.answered();
  await archived.click();
  await expect(row).toHaveCount(1);
  await page.reload();
  await expect(row).toHaveCount(1);
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});
