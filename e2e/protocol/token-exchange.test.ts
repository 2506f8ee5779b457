import { type Client, createClient, exchangeForm, readJson } from "./support/client.ts";
import { callAll, everyRoute } from "./support/routes.ts";
import { expect, test } from "./support/test.ts";

interface Exchanged {
  access_token: string;
  expires_in: number;
}

const FORM = "application/x-www-form-urlencoded";

function exchange(client: Client, body: URLSearchParams | string, path = "/oauth/token") {
  const headers: Record<string, string> = typeof body === "string" ? { "content-type": FORM } : {};
  return client.call("POST", path, { body, headers });
}

async function listIds(client: Client, accessToken: string) {
  const caller = client.with({ authorization: `Bearer ${accessToken}` });
  const { threads } = await readJson<{ threads: { id: string }[] }>(
    await caller.call("GET", "/v1/threads"),
    200,
  );
  return threads.map(({ id }) => id);
}

/** Nobody yet: what the SDK is before it has exchanged a token. */
const anonymous = (backend: { url: string; apiKey: string }) =>
  createClient(backend.url, { "x-api-key": backend.apiKey });

test("16 the exact form of the SDK is accepted, its encoding understood", async ({ backend }) => {
  const [token] = backend.subjectTokens;
  const form = (subject: string) =>
    `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=${subject}&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token`;
  await readJson(await exchange(anonymous(backend), form(encodeURIComponent(token))), 200);
  // A token that only decoding makes whole: each character of it percent-encoded.
  const encoded = Array.from(token, (char) => `%${char.charCodeAt(0).toString(16)}`).join("");
  await readJson(await exchange(anonymous(backend), form(encoded)), 200);
  const refused = await exchange(anonymous(backend), form("tok+en%2B%2F%3D%C3%A9"));
  expect(await readJson(refused, 400)).toMatchObject({ error: "invalid_request" });
});

test("17 subject_token_type access_token is accepted with a JWT of any kind", async ({
  backend,
}) => {
  const [token] = backend.subjectTokens;
  for (const type of ["access_token", "id_token", "jwt"]) {
    const form = exchangeForm(token);
    form.set("subject_token_type", `urn:ietf:params:oauth:token-type:${type}`);
    await readJson(await exchange(anonymous(backend), form), 200);
  }
});

test("18 an Authorization header does not matter", async ({ ada, backend }) => {
  const form = exchangeForm(backend.subjectTokens[0]);
  for (const authorization of ["Bearer long.gone.token", "Basic YTpi"]) {
    await readJson(await exchange(ada.with({ authorization }), form), 200);
  }
});

test("19 a userKey in the query is ignored", async ({ ada, backend }) => {
  const { id } = await readJson<{ id: string }>(
    await ada.call("POST", "/v1/threads", { body: {} }),
    201,
  );
  const form = exchangeForm(backend.subjectTokens[0]);
  const client = anonymous(backend);
  const response = await exchange(client, form, "/oauth/token?userKey=eve");
  const { access_token } = await readJson<Exchanged>(response, 200);
  expect(await listIds(client, access_token)).toContain(id);
});

test("20 the answer has access_token and a sensible expires_in", async ({ backend }) => {
  const form = exchangeForm(backend.subjectTokens[0]);
  const body = await readJson<Exchanged>(await exchange(anonymous(backend), form), 200);
  expect(body.access_token).toEqual(expect.any(String));
  expect(body.expires_in).toEqual(expect.any(Number));
  expect(body.expires_in).toBeGreaterThanOrEqual(1);
  expect(body.expires_in).toBeLessThanOrEqual(2_147_483);
});

test("22 every flaw has its code, error_description and message, and is never cached", async ({
  backend,
}) => {
  const [token] = backend.subjectTokens;
  const changed = (name: string, value?: string) => {
    const form = exchangeForm(token);
    if (value === undefined) form.delete(name);
    else form.set(name, value);
    return form;
  };
  const client = anonymous(backend);
  for (const [form, status, error, caller = client] of [
    [changed("subject_token"), 400, "invalid_request"],
    [changed("subject_token", "garbage"), 400, "invalid_request"],
    [changed("subject_token", `${token}x`), 400, "invalid_request"],
    [changed("subject_token_type"), 400, "invalid_request"],
    [changed("subject_token_type", "urn:x"), 400, "invalid_request"],
    [changed("grant_type"), 400, "invalid_request"],
    [changed("grant_type", "password"), 400, "unsupported_grant_type"],
    [exchangeForm(token), 401, "invalid_client", client.with({ "x-api-key": "pk_nonsense" })],
    [exchangeForm(token), 401, "invalid_client", client.with({ "x-api-key": "" })],
  ] as const) {
    const response = await exchange(caller, form);
    expect(await readJson(response, status)).toMatchObject({
      error,
      error_description: expect.stringMatching(/\w/),
      message: expect.stringMatching(/\w/),
    });
    expect(response.headers.get("cache-control")).toContain("no-store");
  }
  const valid = await exchange(client, exchangeForm(token));
  expect(valid.headers.get("cache-control")).toContain("no-store");
});

test("23 the same subject is the same user after another exchange", async ({ ada, backend }) => {
  const { id } = await readJson<{ id: string }>(
    await ada.call("POST", "/v1/threads", { body: {} }),
    201,
  );
  const client = anonymous(backend);
  for (const { subject, isOwner } of [
    { subject: backend.subjectTokens[0], isOwner: true },
    { subject: backend.subjectTokens[1], isOwner: false },
  ]) {
    const response = await exchange(client, exchangeForm(subject));
    const { access_token } = await readJson<Exchanged>(response, 200);
    expect((await listIds(client, access_token)).includes(id)).toBe(isOwner);
  }
});

test("24 a token of one project with the key of another is a 401", async ({ ada, backend }) => {
  const other = ada.with({ "x-api-key": backend.otherApiKey });
  const answers = await callAll(other, everyRoute);
  expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
});

test("25 a garbage bearer is a 401", async ({ ada, backend }) => {
  for (const token of ["garbage", "a.b.c", backend.subjectTokens[0]]) {
    const liar = ada.with({ authorization: `Bearer ${token}` });
    const answers = await callAll(liar, everyRoute);
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  }
});
