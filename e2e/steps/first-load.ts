import { expect, type Page } from "@playwright/test";
import { watchRest } from "../support/page-rest.ts";
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
      const rests = watchRest(page);
      const read = async (path: string) => {
        await page.goto(`${url}${path}`);
        await rests();
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

/** The JavaScript that a page has loaded. */
function readScripts(page: Page): Promise<Scripts> {
  return page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const scripts = entries.filter(({ name }) => /\.js(\?|$)/.test(name));
    return Object.fromEntries(
      scripts.map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize]),
    );
  });
}

/** The paths of all scripts that a page asks the app for from now on, and what waits for them. */
export function recordScripts(page: Page) {
  const paths = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/_next/") && pathname.endsWith(".js")) paths.add(pathname);
  });
  return { paths, rests: watchRest(page) };
}

/**
 * A chat page that was just loaded has the script of any other; with Clerk, Clerk's on top. Until
 * then, and on the sign-in page, no other provider has any but what sends our form.
 */
export async function compareFirstLoad(
  { page, browser, server, scenario: { provider, sendsOurForm } }: Stage,
  untilNow: ReturnType<typeof recordScripts>,
  plain: Plain,
): Promise<void> {
  const visitor = await browser.newPage();
  const visitorRests = watchRest(visitor);
  await visitor.goto(`${server.url}/sign-in`);
  await Promise.all([untilNow.rests(), visitorRests()]);
  const [chat, signIn] = await Promise.all([readScripts(page), readScripts(visitor)]);
  await visitor.close();
  const description = JSON.stringify({ [provider]: chat });
  test.info().annotations.push({ type: FIRST_LOAD, description });
  const known = { ...plain.landing, ...plain.signIn, ...plain.chat };
  if (provider === "clerk") {
    const ofClerk = Object.keys(chat).filter((path) => !(path in plain.chat));
    expect(ofClerk).toContainEqual(expect.stringContaining("clerk.browser.js"));
    expect(ofClerk.filter((path) => path in known)).toEqual([]);
    return;
  }
  expect(chat).toEqual(plain.chat);
  const loaded = new Set([...untilNow.paths, ...Object.keys(signIn)]);
  const added = [...loaded].filter((path) => !(path in known));
  const sendsForm = async (path: string) => {
    const response = await fetch(new URL(path, server.url));
    return /"(\/auth\/)?sign-in["/]/.test(await response.text());
  };
  expect(await Promise.all(added.map(sendsForm))).toEqual(sendsOurForm ? [true] : []);
}
