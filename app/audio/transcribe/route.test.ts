import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { provideModelServer } from "#test/model-server.ts";
import { signIn } from "#test/sign-in.ts";
import { POST } from "./route.ts";

provideDataDir();
const { server } = provideModelServer();
let headers: Record<string, string>;
beforeAll(async () => {
  ({ headers } = await signIn("speaker"));
});
afterEach(() => vi.unstubAllEnvs());

const WEBM = Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d", "hex");

function send(
  file: Uint8Array<ArrayBuffer> | string = WEBM,
  more: Record<string, string> = headers,
) {
  vi.stubEnv("TRANSCRIPTION_MODEL", "openai/ears-1");
  vi.stubEnv("OPENAI_API_KEY", "k");
  const body = new FormData();
  if (typeof file === "string") body.set("file", file);
  else body.set("file", new Blob([file], { type: "audio/webm" }), "recording.webm");
  return ask(body, more);
}

async function ask(body: BodyInit, more = headers): Promise<Response> {
  const address = "http://localhost:3000/audio/transcribe";
  const request = new Request(address, { method: "POST", headers: more, body });
  // As every browser says it.
  const { byteLength } = await request.clone().arrayBuffer();
  request.headers.set("content-length", String(byteLength));
  return POST(request, undefined);
}

test("the words of a recording are answered as text", async () => {
  server.onTranscription({ transcription: { text: " Show revenue\0 " } });
  const response = await send();
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await response.text()).toBe("Show revenue");
});

test("without a model that transcribes it is 501", async () => {
  vi.stubEnv("TRANSCRIPTION_MODEL", "");
  const response = await ask(new FormData());
  expect(response.status).toBe(501);
});

test("whoever is not signed in is refused", async () => {
  const response = await send(WEBM, { "x-api-key": headers["x-api-key"] ?? "" });
  expect(response.status).toBe(401);
});

test.each<[string, Uint8Array<ArrayBuffer> | string, number, string]>([
  [
    "a page that calls itself a recording",
    Buffer.from("<html><script>"),
    415,
    "UNSUPPORTED_MEDIA_TYPE",
  ],
  ["nothing", new Uint8Array(), 415, "UNSUPPORTED_MEDIA_TYPE"],
  ["a text in the place of a file", "hello", 400, "VALIDATION_ERROR"],
  ["more than 4 MB", Buffer.concat([WEBM, Buffer.alloc(4 * 1024 * 1024)]), 413, "BODY_TOO_LARGE"],
])("%s is refused", async (_, file, status, code) => {
  const response = await send(file);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code });
});

test("what is no form is refused", async () => {
  vi.stubEnv("TRANSCRIPTION_MODEL", "openai/ears-1");
  vi.stubEnv("OPENAI_API_KEY", "k");
  const response = await ask("speech");
  expect(response.status).toBe(400);
});

test("silence is said to be silence", async () => {
  server.onTranscription({ transcription: { text: "" } });
  const response = await send();
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: "NOTHING_SAID" });
});

test("a provider that refuses is told apart, without its words", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  server.on({ endpoint: "transcription" }, { error: { message: "bad key sk-1" }, status: 401 });
  const response = await send();
  expect(response.status).toBe(502);
  const body = await response.text();
  expect(JSON.parse(body)).toMatchObject({ code: "LLM_KEY_REFUSED" });
  expect(body + log.mock.calls.flat().join()).not.toContain("sk-1");
  log.mockRestore();
});
