import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { keptMails } from "#lib/base/mail.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { getAuth } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";

provideDataDir();

const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };
const bob = { name: "Bob", email: "bob@example.com", password: "battery staple" };
/** Flags of an authenticator (WebAuthn §6.1): present, unlocked, with a new credential. */
const [PRESENT, UNLOCKED, NEW] = [1, 4, 64];
let client = 0;
let adasSession: string;

vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  client += 1;
});

const send = (path: string, cookie: string, body?: object) =>
  handleAuthRequest(
    new Request(`${appEnv().APP_URL}/auth${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        origin: appEnv().APP_URL,
        "x-forwarded-for": `192.0.2.${client}`,
        cookie,
      },
      body: body && JSON.stringify(body),
    }),
  );

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  return response.ok ? response.status : `${response.status} ${(await response.json()).code}`;
};

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest();

/** An authenticator with one passkey, which can be told to do what a real one does not. */
function makeAuthenticator(origin = appEnv().APP_URL) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  const data = (flags: number, more: Buffer[] = []) =>
    Buffer.concat([sha256("localhost"), Buffer.from([flags, 0, 0, 0, 0]), ...more]);
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const shape = (response: Record<string, Buffer>) => ({
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    response: Object.fromEntries(
      Object.entries(response).map(([name, bytes]) => [name, bytes.toString("base64url")]),
    ),
  });
  return {
    make(challenge: string, flags = PRESENT + UNLOCKED) {
      const key = Buffer.concat([
        Buffer.from("a5010203262001215820", "hex"),
        Buffer.from(x, "base64url"),
        Buffer.from("225820", "hex"),
        Buffer.from(y, "base64url"),
      ]);
      const length = Buffer.from([0, id.length]);
      const authData = data(flags + NEW, [Buffer.alloc(16), length, id, key]);
      const attestationObject = Buffer.concat([
        Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
        Buffer.from([authData.length]),
        authData,
      ]);
      return shape({ clientDataJSON: clientData("webauthn.create", challenge), attestationObject });
    },
    get(challenge: string, flags = PRESENT + UNLOCKED) {
      const authenticatorData = data(flags);
      const clientDataJSON = clientData("webauthn.get", challenge);
      const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
      const signature = sign("sha256", signed, privateKey);
      return shape({ clientDataJSON, authenticatorData, signature });
    },
  };
}

type Authenticator = ReturnType<typeof makeAuthenticator>;
let adas: Authenticator;

async function begin(path: string, cookie = "") {
  const answer = await send(`/passkey/${path}`, cookie);
  expect(answer.status).toBe(200);
  return { cookie: `${cookie}; ${cookiesOf(answer)}`, ...(await answer.json()) };
}

async function add({ make }: Authenticator, session: string, flags?: number) {
  const { cookie, challenge } = await begin("generate-register-options", session);
  const body = { name: "Laptop", response: make(challenge, flags), createSession: true };
  return send("/passkey/verify-registration", cookie, body);
}

const signIn = (response: object, cookie: string) =>
  send("/passkey/verify-authentication", cookie, { response });

beforeAll(async () => {
  adasSession = cookiesOf(await send("/sign-up/email", "", ada));
  await send("/sign-up/email", "", bob);
  adas = makeAuthenticator();
  const added = await add(adas, adasSession);
  expect(added.status).toBe(204);
  expect(cookiesOf(added)).toBe("");
});

test("a passkey opens a session without an address, and its answer cannot be used again", async () => {
  const { cookie, challenge, userVerification } = await begin("generate-authenticate-options");
  expect(userVerification).toBe("preferred");
  const response = adas.get(challenge);
  const answer = await signIn(response, cookie);
  expect(answer.status).toBe(204);
  const headers = new Headers({ cookie: cookiesOf(answer) });
  const { api } = await getAuth();
  expect((await api.getSession({ headers }))?.user.email).toBe(ada.email);
  expect((await exchange((await api.getToken({ headers })).token)).status).toBe(200);
  expect(await outcome(signIn(response, cookie))).toBe("400 CHALLENGE_NOT_FOUND");
});

test("what was signed for another challenge, site or ceremony opens nothing", async () => {
  const [one, other] = [
    await begin("generate-authenticate-options"),
    await begin("generate-authenticate-options"),
  ];
  const crossed = signIn(adas.get(other.challenge), one.cookie);
  expect(await outcome(crossed)).toBe("400 AUTHENTICATION_FAILED");
  const phished = makeAuthenticator("https://evil.example");
  expect((await add(phished, adasSession)).status).toBe(500);
  const { cookie, challenge } = await begin("generate-register-options", adasSession);
  expect(await outcome(signIn(adas.get(challenge), cookie))).toBe("400 CHALLENGE_NOT_FOUND");
  const unknown = signIn(makeAuthenticator().get(other.challenge), other.cookie);
  expect(await outcome(unknown)).toBe("401 PASSKEY_NOT_FOUND");
});

test("a passkey that was not unlocked is not added and opens nothing: it stands for both steps", async () => {
  const locked = makeAuthenticator();
  expect(await outcome(add(locked, adasSession, PRESENT))).toBe("401 PASSKEY_LOCKED");
  const { cookie, challenge } = await begin("generate-authenticate-options");
  const answer = signIn(adas.get(challenge, PRESENT), cookie);
  expect(await outcome(answer)).toBe("401 PASSKEY_LOCKED");
});

test("a challenge of one user adds no passkey to another, and nobody touches another's", async () => {
  const { cookie, challenge } = await begin("generate-register-options", adasSession);
  const bobs = cookiesOf(await send("/sign-in/email", "", bob));
  const body = { name: "Mine", response: makeAuthenticator().make(challenge) };
  const added = send("/passkey/verify-registration", cookie.replace(adasSession, bobs), body);
  expect(await outcome(added)).toBe("401 YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
  const { api } = await getAuth();
  const [passkey] = await api.listPasskeys({ headers: new Headers({ cookie: adasSession }) });
  const headers = new Headers({ cookie: bobs });
  const id = passkey?.id ?? "";
  await expect(api.deletePasskey({ headers, body: { id } })).rejects.toMatchObject({
    statusCode: 401,
  });
  await expect(api.updatePasskey({ headers, body: { id, name: "x" } })).rejects.toMatchObject({
    statusCode: 401,
  });
});

test("one is added by whoever signed in within a day, and by nobody without a session", async () => {
  expect(await outcome(send("/passkey/generate-register-options", ""))).toBe("401 UNAUTHORIZED");
  vi.setSystemTime(Date.now() + 86_400_000);
  const late = send("/passkey/generate-register-options", adasSession);
  expect(await outcome(late)).toBe("403 SESSION_NOT_FRESH");
});

test("a passkey that was removed opens nothing", async () => {
  const { api } = await getAuth();
  const headers = new Headers({ cookie: adasSession });
  for (const { id } of await api.listPasskeys({ headers })) {
    await api.deletePasskey({ headers, body: { id } });
  }
  const { cookie, challenge } = await begin("generate-authenticate-options");
  expect(await outcome(signIn(adas.get(challenge), cookie))).toBe("401 PASSKEY_NOT_FOUND");
});

test("a user is told by mail of a new passkey", async () => {
  vi.stubEnv("NODE_ENV", "development");
  vi.spyOn(console, "log").mockImplementation(() => {});
  const session = cookiesOf(await send("/sign-in/email", "", ada));
  expect(await outcome(add(makeAuthenticator(), session))).toBe(204);
  await expect.poll(() => keptMails()[0]?.text).toContain("A passkey was added.");
});
