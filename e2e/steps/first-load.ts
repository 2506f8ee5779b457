import { expect, type Page } from "@playwright/test";
import { FIRST_LOAD } from "../support/step-table.ts";
import { signUpBrowser } from "../support/users.ts";
import { type Stage, test as stageTest } from "./stage.ts";

/** Bytes on the wire by path. */
type Scripts = Record<string, number>;

/** What the pages load where no provider's SDK has anything to do in the browser. */
interface Plain {
  landing: Scripts;
  signIn: Scripts;
  chat: Scripts;
}

export const test = stageTest.extend<object, { plain: Plain }>({
  plain: [
    async ({ browser, server: { url } }, use) => {
      const page = await browser.newPage();
      const read = async (path: string) => {
        await page.goto(`${url}${path}`);
        return readScripts(page);
      };
      const [landing, signIn] = [await read("/"), await read("/sign-in")];
      await signUpBrowser(page.context(), url);
      const chat = await read("/");
      await page.close();
      await use({ landing, signIn, chat });
    },
    { scope: "worker" },
  ],
});

/** The JavaScript of a page, once it has loaded all that it loads by itself. */
async function readScripts(page: Page): Promise<Scripts> {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const scripts = entries.filter(({ name }) => /\.js(\?|$)/.test(name));
    return Object.fromEntries(
      scripts.map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize]),
    );
  });
}

/** The paths of all scripts that a page asks the app for from now on. */
export function recordScripts(page: Page): Set<string> {
  const paths = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/_next/") && pathname.endsWith(".js")) paths.add(pathname);
  });
  return paths;
}

/**
 * A chat page that was just loaded has the script of any other; with Clerk, Clerk's on top. What any
 * other provider loads for its sign-in is not Clerk's either.
 */
export async function compareFirstLoad(
  { page, scenario: { provider } }: Stage,
  untilNow: Set<string>,
  plain: Plain,
): Promise<void> {
  const chat = await readScripts(page);
  const description = JSON.stringify({ [provider]: chat });
  test.info().annotations.push({ type: FIRST_LOAD, description });
  const known = { ...plain.landing, ...plain.signIn, ...plain.chat };
  const isClerks = async (path: string) => {
    const response = await fetch(new URL(path, page.url()));
    return /clerk/i.test(await response.text());
  };
  if (provider === "clerk") {
    const ofClerk = Object.keys(chat).filter((path) => !(path in plain.chat));
    expect(ofClerk).toContainEqual(expect.stringContaining("clerk.browser.js"));
    expect(ofClerk.filter((path) => path in known)).toEqual([]);
  } else {
    expect(chat).toEqual(plain.chat);
    // What sends its own form, where it has one.
    const added = [...untilNow].filter((path) => !(path in known));
    expect(added.length).toBeLessThanOrEqual(1);
    expect(await Promise.all(added.map(isClerks))).toEqual(added.map(() => false));
  }
}
