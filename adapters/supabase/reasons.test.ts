import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { NextRequest, NextResponse } from "next/server";
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { readLedBack, readLinkProblem, toFormError, whereTo } from "./form-problem.ts";
import { refresh } from "./proxy.ts";
import { makeClient, type SetCookie } from "./server-client.ts";

provideDataDir();

type Answer = (response: ServerResponse) => void;
const json = (status: number, body: object): Answer => {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
};
const WRONG_KEY = json(401, { message: "Invalid API key", hint: "Double check it." });

let answer: Answer;
const supabase = createServer((_request, response) => answer(response));
let warn: MockInstance<typeof console.warn>;

// Each in minutes of its own: a line is written once a minute.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(async () => {
  vi.setSystemTime(Date.now() + 120_000);
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await new Promise<void>((resolve) => supabase.listen(0, "127.0.0.1", resolve));
  const { port } = supabase.address() as AddressInfo;
  Object.assign(process.env, {
    AUTH_PROVIDER: "supabase",
    SUPABASE_URL: `http://127.0.0.1:${port}`,
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  supabase.closeAllConnections();
  await new Promise((resolve) => supabase.close(resolve));
});

const ada = { email: "ada@example.com", password: "secret" };

async function signIn() {
  const { error } = await makeClient([], () => {}).auth.signInWithPassword(ada);
  if (!error) throw new Error("it signed in");
  return error;
}

/** The cookies that a session gets whose token says this besides. */
async function openSession(claims?: object): Promise<SetCookie[]> {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const accessToken = await new SignJWT({ sub: "ada", exp, ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new Uint8Array(32));
  answer = json(200, {
    access_token: accessToken,
    refresh_token: crypto.randomUUID(),
    expires_in: 3_600,
    token_type: "bearer",
    user: { id: "ada", user_metadata: claims },
  });
  const jar: SetCookie[] = [];
  await makeClient([], (...cookie) => jar.push(cookie)).auth.signInWithPassword(ada);
  return jar;
}

test("of a session its tokens alone are kept: those of the longest fit what docs/operations.md gives a proxy", async () => {
  const response = NextResponse.next();
  // As a token, 16 KB.
  for (const cookie of await openSession({ bio: "x".repeat(12_150) }))
    response.cookies.set(...cookie);
  const lines = response.headers.getSetCookie().map((line) => `set-cookie: ${line}\r\n`);
  const size = lines.join("").length;
  expect(size).toBeGreaterThan(20_000);
  expect(size).toBeLessThan(28_000);
});

test.each<[string, Answer, number, string, string?]>([
  ["a wrong key", WRONG_KEY, 503, "unreachable", "401, Invalid API key"],
  [
    "no connection",
    (response) => response.destroy(),
    503,
    "unreachable",
    "no answer, fetch failed",
  ],
  [
    "a limit",
    json(429, { error_code: "over_request_rate_limit", message: "of ada@example.com" }),
    429,
    "over_request_rate_limit",
    "429, over_request_rate_limit",
  ],
  ["a fault", json(500, { msg: "Database error" }), 503, "unreachable", "500, Database error"],
  [
    "a wrong password",
    json(400, { error_code: "invalid_credentials" }),
    401,
    "invalid_credentials",
  ],
  ["a blocked account", json(400, { error_code: "user_banned" }), 400, "user_banned"],
])(
  "of %s the form is told, and the log unless it is the visitor's",
  async (_, given, status, code, line) => {
    answer = given;
    for (const _time of [1, 2]) {
      expect(toFormError(await signIn())).toMatchObject({ status, code });
    }
    const lines = line
      ? [[expect.stringContaining(`Supabase did not sign a visitor in: ${line}`)]]
      : [];
    expect(warn.mock.calls).toEqual(lines);
    expect(JSON.stringify(warn.mock.calls)).not.toContain("ada@");
  },
);

test("of a link that is spent the words say so, and of no other", async () => {
  const open = async () => {
    const jar = [{ name: "supabase-session-code-verifier", value: "x" }];
    const { error } = await makeClient(jar, () => {}).auth.exchangeCodeForSession("code");
    if (!error) throw new Error("it signed in");
    return readLinkProblem(error);
  };
  answer = json(404, { error_code: "flow_state_not_found" });
  expect(await open()).toBe("link");
  expect(readLinkProblem({ code: "flow_state_expired", status: 404 })).toBe("link");
  expect(warn).not.toHaveBeenCalled();
  expect(readLinkProblem({ status: 401, message: "Invalid API key" })).toBe("unavailable");
  expect(warn.mock.calls).toEqual([[expect.stringContaining("401, Invalid API key")]]);
});

test.each([
  ["error=access_denied&error_code=otp_expired", "/sign-in?problem=link"],
  ["error=access_denied", "/sign-in?problem=refused"],
  ["error=access_denied&error_code=signup_disabled", "/sign-in?problem=refused"],
  ["error=server_error&error_code=unexpected_failure", "/sign-in?problem=unavailable"],
  ["error_code=provider_email_needs_verification&error=x", "/sign-in?problem=unconfirmed"],
  ["", "/sign-in?problem=link"],
])("who comes back with “%s” is told at %s, and the log gets none of its words", (search, page) => {
  const searchParams = new URLSearchParams(search);
  searchParams.set("error_description", "words of anybody");
  expect(whereTo(readLedBack(searchParams))).toBe(page);
  const lines = page.endsWith("unavailable") ? [[expect.stringContaining("server_error")]] : [];
  expect(warn.mock.calls).toEqual(lines);
  expect(JSON.stringify(warn.mock.calls)).not.toContain("words of");
});

test.each([
  ["second_step", "/sign-in/code"],
  ["new_password", "/sign-in/new-password"],
  ["algorithm", "/sign-in?problem=algorithm"],
  ["factor", "/sign-in?problem=factor"],
])("a link whose session is not one yet leads, for %s, to %s", (code, page) => {
  expect(whereTo({ code, status: 403 })).toBe(page);
});

test.each([
  ["/?code=x", "/auth/callback?code=x"],
  ["/?token_hash=x&type=email", "/auth/callback?token_hash=x&type=email"],
  [
    "/?error=access_denied&error_code=otp_expired",
    "/auth/callback?error=access_denied&error_code=otp_expired",
  ],
  ["/?problem=link", null],
  ["/t/thr_1?code=x", null],
])("a link that Supabase leads to %s goes on to %s", async (path, expected) => {
  const request = new NextRequest(`http://localhost:3000${path}`);
  const response = await refresh(request, {} as never);
  const location = response?.headers.get("location") ?? null;
  expect(location).toBe(expected && `http://localhost:3000${expected}`);
});

test.each<[string, Answer, string]>([
  [
    "refuses",
    json(400, { error_code: "refresh_token_not_found", message: "Refresh Token Not Found" }),
    "which ends: Refresh Token Not Found",
  ],
  ["takes our key for none", WRONG_KEY, "Invalid API key"],
  ["has no time for", json(429, { error_code: "over_request_rate_limit" }), "which goes on: "],
])("a renewal that Supabase %s leaves a line", async (_, given, expected) => {
  const cookie = (await openSession()).map(([name, value]) => `${name}=${value}`).join("; ");
  // By more than its life: the SDK rounds seconds up, and the token's end is rounded down.
  vi.setSystemTime(Date.now() + 3_700_000);
  answer = given;
  vi.spyOn(console, "error").mockImplementation(() => {});
  await refresh(new NextRequest("http://localhost:3000/", { headers: { cookie } }), {} as never);
  // The SDK prints its errors besides.
  const lines = warn.mock.calls.flat().filter((line) => typeof line === "string");
  expect(lines).toEqual([
    expect.stringMatching(`^Supabase did not renew a session, .*${expected}`),
  ]);
});
