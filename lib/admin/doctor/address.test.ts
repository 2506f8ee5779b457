import { afterEach, expect, test } from "vitest";
import { type LoopbackServer, serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import packageJson from "#package.json" with { type: "json" };
import { flawsOf, provideDoctor } from "#test/doctor.ts";

const { doctor } = provideDoctor();

let app: LoopbackServer | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const { version } = packageJson;
const HEALTH = { status: "ok", version, adapter: "better-auth" };

/** What is found where such an app answers at APP_URL, which is `URL` in the texts. */
async function diagnose(
  health: object,
  metadata: (url: string) => object = (issuer) => ({ issuer }),
) {
  const { url } = await serve(({ pathname }) =>
    Response.json(pathname === "/health" ? health : metadata(url)),
  );
  const found = await doctor({ APP_URL: url });
  return found.map((finding) => ({ ...finding, text: finding.text.replaceAll(url, "URL") }));
}

async function serve(answer: (url: URL) => Response): Promise<LoopbackServer> {
  app = await serveOnLoopback((request) => answer(new URL(request.url)));
  return app;
}

test("this app at its APP_URL", async () => {
  const found = await diagnose(HEALTH);
  expect(flawsOf(found)).toEqual([]);
  expect(found).toContainEqual({
    code: "app-url",
    level: "fine",
    text: "This app answers at URL",
  });
});

test("another app at APP_URL", async () => {
  expect(flawsOf(await diagnose({ status: "ok" }))).toEqual([
    {
      code: "other-app",
      level: "problem",
      text: "The app at URL is another than this",
      remedy: "Set APP_URL to the address at which browsers reach this one.",
    },
  ]);
});

test("this app with another provider at APP_URL", async () => {
  expect(flawsOf(await diagnose({ ...HEALTH, adapter: "clerk" }))).toEqual([
    {
      code: "other-provider",
      level: "problem",
      text: "The app at URL has the AUTH_PROVIDER clerk, and here it is better-auth",
      remedy: "Start it with the variables that are looked at here, or correct APP_URL.",
    },
  ]);
});

test("this app with another APP_URL at APP_URL", async () => {
  const issuer = "http://localhost:3000";
  expect(flawsOf(await diagnose(HEALTH, () => ({ issuer })))).toEqual([
    {
      code: "other-address",
      level: "problem",
      text: `The app at URL has the APP_URL ${issuer}`,
      remedy: "Start it with the APP_URL of browsers: callbacks, cookies and tokens are of that.",
    },
  ]);
});

test("this app in another version at APP_URL", async () => {
  expect(flawsOf(await diagnose({ ...HEALTH, version: "0.0.1" }))).toEqual([
    {
      code: "other-version",
      level: "warning",
      text: `The app at URL is of version 0.0.1, and here it is ${version}`,
      remedy: "Deploy this one, or look at it from its own files.",
    },
  ]);
});

test("a redirect at APP_URL", async () => {
  const { url } = await serve(() => Response.redirect("https://www.app.example/health", 308));
  expect(flawsOf(await doctor({ APP_URL: url }))).toEqual([
    {
      code: "app-url",
      level: "problem",
      text: `${url}/health answered 308 instead of 200`,
      remedy:
        "Set APP_URL to the address at which browsers end up, and let what is in front pass every path on.",
    },
  ]);
});

test("nothing at APP_URL", async () => {
  const { url } = await serve(() => new Response());
  await app?.stop();
  app = undefined;
  expect(flawsOf(await doctor({ APP_URL: url }))).toEqual([
    {
      code: "app-url",
      level: "warning",
      text: `${url}/health cannot be reached (ECONNREFUSED)`,
      remedy: "Start the app, or let APP_URL lead to it.",
    },
  ]);
});

test("an APP_URL without https", async () => {
  const found = flawsOf(await doctor({ APP_URL: "http://app.invalid" }));
  expect(found.find(({ code }) => code === "https")).toEqual({
    code: "https",
    level: "warning",
    text: "APP_URL is http://app.invalid, so sessions and tokens travel unencrypted",
    remedy: "Serve the app by https, and let APP_URL say so.",
  });
});
