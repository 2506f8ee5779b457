import { UnsecuredJWT } from "jose";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { setStrategy } from "#lib/admin/trusted-issuers.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { forge, type Genuine, genuineProviderToken, genuineUserToken } from "#test/forge.ts";
import { wrongClaims } from "#test/forged/claims.ts";
import { forms } from "#test/forged/form.ts";
import { otherKinds } from "#test/forged/kinds.ts";
import { signatures } from "#test/forged/signature.ts";
import { inspectToken } from "./inspect-token.ts";
import { revokeSession } from "./revocation.ts";

provideDataDir();
process.env.ALLOW_LOOPBACK_ISSUERS = "true";
// Both tell by how many seconds a time is ahead.
vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });

const PROJECT = "default";
let userToken: Genuine;
let providerToken: Genuine;

beforeAll(async () => {
  userToken = await genuineUserToken();
  providerToken = await genuineProviderToken();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const inspect = async (token: string) => inspectToken(token, PROJECT, await providerTrust());

/** The results in one line: + passed, ! failed, - not checked. */
async function line(token: string): Promise<string> {
  const { checks } = await inspect(token);
  const signs = { passed: "+", failed: "!", "not checked": "-" };
  return checks.map(({ check, result }) => `${signs[result]}${check}`).join(" ");
}

test("every check of a token that is accepted is told in order, with header and claims", async () => {
  const inspected = await inspect(await forge(userToken));
  expect(inspected).toMatchObject({
    accepted: true,
    ownerId: "ownerownerownerownerow",
    header: userToken.header,
    claims: userToken.claims,
  });
  expect(inspected.checks[0]).toEqual({
    check: "form",
    title: "is a signed JWT",
    result: "passed",
  });
  expect(await line(await forge(userToken))).toBe(
    "+form +issuer +algorithm +key +signature +type +audience -party +time +subject -person +project +session",
  );
  expect(await line(await forge(providerToken))).toBe(
    "+form +issuer +algorithm +key +signature +type +audience -party +time +subject +person -project +session",
  );
});

test("the first check that fails says what the exchange says and what fixes it; claims are checked all the same", async () => {
  const token = await forge(providerToken, { claims: { aud: "other", exp: 1 } });
  const { accepted, checks, claims } = await inspect(token);
  expect(accepted).toBe(false);
  expect(claims).toMatchObject({ aud: "other" });
  expect(checks.find(({ result }) => result === "failed")).toEqual({
    check: "audience",
    title: "is meant for this app (aud)",
    result: "failed",
    message: "subject_token must have the aud chat-api",
    fix: "Ask the issuer for a token with the expected aud, or correct the audience of the issuer here.",
  });
  expect(await line(token)).toBe(
    "+form +issuer +algorithm +key +signature +type !audience -party !time +subject +person -project -session",
  );
  const late = checks.find(({ check }) => check === "time");
  expect(late).toMatchObject({
    message: "subject_token has expired",
    fix: expect.stringMatching(/^Take a new token/),
  });
});

test("what a signature or an issuer stands for is unknown after it failed; claims are checked all the same", async () => {
  const forged = await forge(userToken, {
    claims: { aud: "other", project: "other" },
    sign: () => "AAAA",
  });
  expect(await line(forged)).toBe(
    "+form +issuer +algorithm +key !signature +type !audience -party +time +subject -person !project -session",
  );
  const stranger = await forge(providerToken, { claims: { iss: "https://evil.example", sub: "" } });
  expect(await line(stranger)).toBe(
    "+form !issuer -algorithm -key -signature +type -audience -party +time !subject +person -project -session",
  );
  expect(await line("no token")).toBe(
    "!form -issuer -algorithm -key -signature -type -audience -party -time -subject -person -project -session",
  );
});

describe("the order that is told is the order of judgement: of two flaws the earlier is named", () => {
  // Each has its own flaw and those of all after it.
  const flaws: [check: string, make: () => Promise<string>][] = [
    ["form", async () => `${await forge(userToken, { header: { alg: "none" } })}=`],
    ["issuer", () => forge(userToken, { header: { alg: "none" }, claims: { iss: "x", aud: "x" } })],
    [
      "algorithm",
      () => forge(userToken, { header: { alg: "none", kid: "x" }, claims: { aud: "x" } }),
    ],
    ["key", () => forge(userToken, { header: { kid: "x" }, sign: () => "AAAA" })],
    ["signature", () => forge(userToken, { header: { typ: "JWT" }, sign: () => "AAAA" })],
    ["type", () => forge(userToken, { header: { typ: "JWT" }, claims: { aud: "x" } })],
    ["audience", () => forge(userToken, { claims: { aud: "x", exp: 1 } })],
    ["time", () => forge(userToken, { claims: { exp: 1, sub: "" } })],
    ["subject", () => forge(userToken, { claims: { sub: "", project: "x" } })],
    ["project", () => forge(userToken, { claims: { project: 1, sid: 1 } })],
    ["session", () => forge(userToken, { claims: { sid: 1 } })],
  ];
  test.each(flaws)("%s", async (expected, make) => {
    const { checks } = await inspect(await make());
    expect(checks.find(({ result }) => result === "failed")).toMatchObject({ check: expected });
  });
});

test("the inspector and the exchange judge every forged token alike", async () => {
  for (const [, make] of [...forms, ...signatures, ...wrongClaims, ...otherKinds]) {
    const token = await make(providerToken);
    const { message } = await (await exchange(token)).json();
    const { accepted, checks } = await inspect(token);
    const failed = checks.find(({ result }) => result === "failed");
    expect(accepted).toBe(false);
    expect(failed).toMatchObject({ message, fix: expect.stringMatching(/\.$/) });
  }
});

test("a session that was ended is the last thing found", async () => {
  const sid = "ownerownerownerownerow";
  await revokeSession(sid, "laptop");
  const { sidOf } = await import("./owner-id.ts");
  const token = await forge(userToken, { claims: { sid: sidOf(sid, "laptop") } });
  expect((await inspect(token)).checks.at(-1)).toMatchObject({
    check: "session",
    result: "failed",
    message: "subject_token belongs to a session that has ended",
  });
});

test("with the strategy none it shows that nothing but time and user was looked at", async () => {
  await setStrategy(PROJECT, "none");
  expect(await line(new UnsecuredJWT(providerToken.claims).encode())).toBe(
    "+form +issuer -algorithm -key -signature +type -audience -party +time +subject +person -project +session",
  );
  await setStrategy(PROJECT, "discovery");
});

test("text that is no token is shown as far as it can be read, and nothing is logged", async () => {
  const spies = (["log", "info", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
  expect(await inspect("garbage")).toMatchObject({ accepted: false, header: undefined });
  const header = (await forge(userToken)).split(".")[0];
  expect(await inspect(`${header}.broken`)).toMatchObject({ header: userToken.header });
  await inspect(await forge(userToken, { sign: () => "AAAA" }));
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});
