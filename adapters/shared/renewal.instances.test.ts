import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();

const STARTS_PROCESSES = { timeout: 30_000 };

/** A provider whose refresh tokens are good for one renewal. */
let spent: string[] = [];
let delay = 0;
let isAway = false;
const provider = createServer((request, response) => {
  const token = request.url?.slice(1) ?? "";
  const isSecond = spent.includes(token);
  spent.push(token);
  setTimeout(() => {
    response.statusCode = isSecond ? 400 : isAway ? 503 : 200;
    response.end(`renewed-${token}`);
  }, delay);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  await openRootKey(); // so that not two instances make it
});
afterAll(() => void provider.close());
beforeEach(() => {
  spent = [];
  delay = 500;
  isAway = false;
});

/** What two requests at once get in a process of its own. */
async function instance(token: string): Promise<string[]> {
  const address = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/${token}`;
  const script = `
    await import("#adapters/about.ts");
    const { renewOnce } = await import("#adapters/shared/renewal.ts");
    const renew = async () => {
      const response = await fetch("${address}");
      if (response.status !== 200) throw new Error(String(response.status));
      return [["cookie", await response.text()]];
    };
    const once = () => renewOnce("${token}", renew).then(([[, value]]) => value, ({ message }) => message);
    console.log(JSON.stringify(await Promise.all([once(), once()])));
    process.exit(0);`;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

test(
  "two instances spend a refresh token once, and both have what it was good for",
  STARTS_PROCESSES,
  async () => {
    const answers = await Promise.all([instance("shared"), instance("shared")]);
    expect(answers.flat()).toEqual(Array(4).fill("renewed-shared"));
    expect(spent).toEqual(["shared"]);
    // And one whose request was on its way meanwhile.
    expect(await instance("shared")).toEqual(["renewed-shared", "renewed-shared"]);
    expect(spent).toEqual(["shared"]);
  },
);

test("a renewal that fails is the next instance's to try", STARTS_PROCESSES, async () => {
  isAway = true;
  expect(await instance("failing")).toEqual(["503", "503"]);
  isAway = false;
  spent = [];
  expect(await instance("failing")).toEqual(["renewed-failing", "renewed-failing"]);
});

test("other refresh tokens do not wait", STARTS_PROCESSES, async () => {
  const answers = await Promise.all(["one", "two"].map(instance));
  expect(answers.map(([first]) => first)).toEqual(["renewed-one", "renewed-two"]);
  expect(spent.toSorted()).toEqual(["one", "two"]);
});
