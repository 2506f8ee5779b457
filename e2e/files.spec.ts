import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { MOST_FILE_BYTES } from "#lib/base/files.ts";
import { GIF_PAGE, PDF, PNG } from "#test/sample-files.ts";
import { chatOf, watchConsole } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

/** What the browser does when a file is pasted or dropped there. */
async function transfer(page: Page, event: "paste" | "drop", name: string, bytes: Buffer) {
  await page.evaluate(
    ([event, name, base64]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      // The type says nothing that is believed.
      data.items.add(new File([bytes], name, { type: "text/html" }));
      const options = { bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(
        event === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent("drop", { ...options, dataTransfer: data }),
      );
    },
    [event, name, bytes.toString("base64")] as const,
  );
}

test("files are chosen, pasted and dropped, taken away again, sent, and there after a reload", async ({
  page,
  server,
}) => {
  const complaints = watchConsole(page);
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  const staged = page.getByRole("list", { name: "Attached files" }).getByRole("listitem");
  const remove = (name: string) => page.getByRole("button", { name: `Remove ${name}` });
  const notices = page.getByRole("region", { name: "Notices" });

  await expect(chat.composer).toBeEditable();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles([
    { name: "report.pdf", mimeType: "", buffer: PDF },
    { name: "drawing.png", mimeType: "image/png", buffer: Buffer.from("<svg onload='alert(1)'/>") },
    { name: "broken.png", mimeType: "image/png", buffer: PNG.subarray(0, 20) },
  ]);
  await expect(staged).toHaveText(["PDFreport.pdf"]);
  await expect(notices).toContainText("“drawing.png” was not attached: it is not a PNG");
  await expect(notices).toContainText("“broken.png” was not attached: it cannot be read");

  await chat.composer.focus();
  await transfer(page, "paste", "dot.png", PNG);
  await transfer(page, "drop", "../page.html", GIF_PAGE);
  await transfer(page, "drop", "other.png", PNG);
  await expect(staged).toHaveText(["PDFreport.pdf", "dot.png", "page.html.gif", "other.png"]);
  // At once: the second is read while the first is.
  await Promise.all(["one", "two"].map((name) => transfer(page, "paste", name, PNG)));
  await expect(notices).toContainText("A message takes at most 5 files, not 6.");
  await expect(staged).toHaveCount(5);

  // By keyboard the focus goes on to the next one.
  await remove("other.png").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Remove (one|two)\.png$/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(remove("page.html.gif")).toBeFocused();
  await expect(staged).toHaveCount(3);

  const body = page.waitForRequest(/\/v1\/threads\/runs$/);
  await chat.ask("What is in these?");
  expect((await body).postDataJSON().message.content.slice(1)).toMatchObject([
    { resource: { name: "report.pdf", mimeType: "application/pdf" } },
    { resource: { name: "dot.png", mimeType: "image/png" } },
    { resource: { name: "page.html.gif", mimeType: "image/gif" } },
  ]);
  const shown = chat.transcript.getByRole("list", { name: "Files" });
  const pictures = shown.getByRole("img");
  const expectFiles = async () => {
    await expect(pictures).toHaveCount(2);
    await expect(pictures.nth(0)).toHaveAccessibleName("dot.png");
    expect(await pictures.nth(1).getAttribute("src")).toMatch(/^data:image\/gif;base64,/);
    await expect.poll(() => pictures.evaluateAll(areDrawn)).toEqual([1, 1]);
    await expect(chat.transcript.getByRole("article")).toHaveCount(2);
  };
  await expectFiles();
  await chat.answered();
  await expect(staged).toHaveCount(0);
  await page.reload();
  await expectFiles();

  // They go with the question when it is changed.
  const again = page.waitForRequest(/\/runs$/);
  await askAgain(page, "And what now?");
  expect((await again).postDataJSON().message.content).toMatchObject([
    { text: "And what now?" },
    { resource: { name: "report.pdf", mimeType: "application/pdf" } },
    { resource: { name: "dot.png", mimeType: "image/png" } },
    { resource: { name: "page.html.gif", mimeType: "image/gif" } },
  ]);
  await expectFiles();
  await chat.answered();
  await expect(staged).toHaveCount(0);

  const download = page.waitForEvent("download");
  await shown.getByRole("link", { name: "report.pdf Download" }).click();
  expect((await download).suggestedFilename()).toBe("report.pdf");
  expect(await readFile(await (await download).path())).toEqual(PDF);

  // A question that does not leave keeps its files.
  await transfer(page, "drop", "again.png", PNG);
  await page.route(/\/runs$/, (route) => route.abort());
  await chat.composer.fill("And this?");
  await chat.send.click();
  await expect(page.getByText("No connection.")).toBeVisible();
  await expect(staged).toHaveText(["again.png"]);
  await expect(chat.composer).toHaveValue("And this?");
  await expect(chat.transcript.getByRole("article")).toHaveCount(2);
  expect(complaints.filter((text) => !/ERR_FAILED|Mutation failed/.test(text))).toEqual([]);
});

test("an old file of a thread with large ones comes when it is asked for", async ({
  page,
  server,
}) => {
  await signUpBrowser(page.context(), server.url);
  await page.goto("/");
  const chat = chatOf(page);
  const large = Buffer.concat([PDF, Buffer.alloc(MOST_FILE_BYTES - PDF.length)]);
  await expect(chat.composer).toBeEditable();
  for (const [name, bytes] of [
    ["old.png", PNG],
    ["large.pdf", large],
  ] as const) {
    await transfer(page, "drop", name, bytes);
    await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
    await chat.ask(`What is in ${name}?`);
    await chat.answered();
  }
  await page.reload();
  const { transcript } = chat;
  await expect(transcript.getByRole("link", { name: "large.pdf Download" })).toBeVisible();
  const picture = transcript.getByRole("img", { name: "old.png" });
  await expect(picture).toHaveCount(0);
  await transcript.getByRole("button", { name: "old.png Show" }).click();
  await expect(picture).toBeVisible();

  const again = page.waitForRequest(/\/runs$/);
  await askAgain(page, "What was it?");
  const [, file] = (await again).postDataJSON().message.content;
  expect(file).toMatchObject({ resource: { name: "old.png", blob: PNG.toString("base64") } });
  await chat.answered();
  await expect(transcript.getByRole("article")).toHaveCount(2);
});

/** Changes the first question. */
async function askAgain(page: Page, question: string): Promise<void> {
  await page.getByRole("button", { name: "Edit question" }).first().click();
  await page.getByRole("textbox", { name: "Question" }).fill(question);
  await page.getByRole("button", { name: "Ask again" }).click();
}

const areDrawn = (pictures: (SVGElement | HTMLElement)[]) =>
  pictures.map((picture) => (picture as HTMLImageElement).naturalWidth);
