import { beforeAll, expect, test, vi } from "vitest";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { postToken, validForm } from "#test/exchange.ts";

provideDataDir();

const TYPE = "urn:ietf:params:oauth:token-type:";
const FORM = "application/x-www-form-urlencoded";
const TOKEN = "a.b.c"; // nothing looks at it before the form is right
let apiKey: string;

beforeAll(async () => {
  apiKey = (await defaultProject()).publishableKey;
});

const body = new URLSearchParams(validForm(TOKEN)).toString();
const flaws: [name: string, error: string, mentioned: string, body: BodyInit, type?: string][] = [
  [
    "a JSON body",
    "invalid_request",
    "content-type",
    JSON.stringify(validForm(TOKEN)),
    "application/json",
  ],
  ["a multipart body", "invalid_request", "content-type", body, "multipart/form-data; boundary=x"],
  ["a form sent as text", "invalid_request", "content-type", body, "text/plain"],
  ["no content type", "invalid_request", "content-type", new TextEncoder().encode(body), ""],
  ["an empty body", "invalid_request", "grant_type", ""],
  ["a body over 32 KB", "invalid_request", "32 KB", `${body}&padding=${"x".repeat(33_000)}`],
  ["a token over 16 KB", "invalid_request", "16 KB", changed("subject_token", "x".repeat(20_000))],
  ["another grant", "unsupported_grant_type", "grant_type", changed("grant_type", "password")],
  ["no grant_type", "invalid_request", "grant_type", changed("grant_type")],
  ["no subject_token", "invalid_request", "subject_token", changed("subject_token")],
  ["an empty subject_token", "invalid_request", "subject_token", changed("subject_token", "")],
  ["no subject_token_type", "invalid_request", "subject_token_type", changed("subject_token_type")],
  [
    "a foreign subject_token_type",
    "invalid_request",
    "subject_token_type",
    changed("subject_token_type", `${TYPE}saml2`),
  ],
  ["a doubled grant_type", "invalid_request", "grant_type", `${body}&grant_type=password`],
  ["a doubled subject_token", "invalid_request", "subject_token", `${body}&subject_token=${TOKEN}`],
  [
    "a doubled subject_token_type",
    "invalid_request",
    "subject_token_type",
    `${body}&subject_token_type=${TYPE}jwt`,
  ],
  [
    "another requested_token_type",
    "invalid_request",
    "requested_token_type",
    `${body}&requested_token_type=${TYPE}refresh_token`,
  ],
  ["an actor_token", "invalid_request", "actor_token", `${body}&actor_token=x`],
  [
    "an actor_token_type",
    "invalid_request",
    "actor_token_type",
    `${body}&actor_token_type=${TYPE}jwt`,
  ],
  ["another audience", "invalid_target", "audience", `${body}&audience=https://api.example`],
  [
    "a second, other audience",
    "invalid_target",
    "audience",
    `${body}&audience=default&audience=other`,
  ],
  ["another resource", "invalid_target", "resource", `${body}&resource=https://api.example`],
  ["a scope", "invalid_scope", "scope", `${body}&scope=read`],
];

test.each(flaws)("%s is answered 400 %s", async (_, error, mentioned, body, type = FORM) => {
  const headers = { "x-api-key": apiKey, ...(type && { "content-type": type }) };
  await expectFlaw(await postToken(body, { headers }), 400, error, mentioned);
});

test.each([
  ["no API key", undefined],
  ["an empty API key", ""],
  ["an unknown API key", "pk_unknown"],
  ["an endless API key", "k".repeat(5_000)],
])("%s is answered 401 invalid_client", async (_, key) => {
  const headers = { "content-type": FORM, ...(key !== undefined && { "x-api-key": key }) };
  await expectFlaw(await postToken(body, { headers }), 401, "invalid_client", "x-api-key");
});

test("a body that breaks off is answered 400 invalid_request and is no error of the server", async () => {
  const log = vi.spyOn(console, "error");
  const body = new ReadableStream({
    pull: (controller) => controller.error(new Error("aborted")),
  });
  const headers = { "x-api-key": apiKey, "content-type": FORM };
  const init = { headers, duplex: "half" } as RequestInit;
  await expectFlaw(await postToken(body, init), 400, "invalid_request", "broke off");
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
});

async function expectFlaw(response: Response, status: number, error: string, mentioned: string) {
  expect(response.status).toBe(status);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("pragma")).toBe("no-cache");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const answer = await response.json();
  expect(answer).toEqual({
    error,
    error_description: expect.stringContaining(mentioned),
    message: answer.error_description,
  });
}

function changed(name: string, value?: string): string {
  const form = new URLSearchParams(validForm(TOKEN));
  if (value === undefined) form.delete(name);
  else form.set(name, value);
  return form.toString();
}
