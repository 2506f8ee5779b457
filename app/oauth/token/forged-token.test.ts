import { beforeAll, describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { forge, type Genuine, genuineProviderToken, genuineUserToken, now } from "#test/forge.ts";
import { wrongClaims, wrongUserClaims } from "#test/forged/claims.ts";
import { type ForgedToken, forms } from "#test/forged/form.ts";
import { otherKinds, usualKinds } from "#test/forged/kinds.ts";
import { signatures } from "#test/forged/signature.ts";

provideDataDir();
// The rows differ by a second, and a busy machine can take as long for one of them.
vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
process.env.ALLOW_LOOPBACK_ISSUERS = "true";

async function answer(token: string) {
  const response = await exchange(token);
  return { status: response.status, body: await response.json() };
}

async function expectRefused(genuine: Genuine, [, make, flaw]: ForgedToken): Promise<void> {
  const description = `subject_token ${flaw instanceof Function ? flaw(genuine) : flaw}`;
  const token = await make(genuine);
  // The second time it must not be taken for one whose signature was verified.
  for (const _ of ["first", "second"]) {
    expect(await answer(token)).toEqual({
      status: 400,
      body: {
        error: "invalid_request",
        error_description: description,
        message: description,
      },
    });
  }
}

const forged = [...forms, ...signatures, ...wrongClaims];

describe.each([
  ["a user token", genuineUserToken, [...forged, ...wrongUserClaims], []],
  ["a token of a trusted issuer", genuineProviderToken, [...forged, ...otherKinds], usualKinds],
])("%s", (_, make, rows, kinds) => {
  let genuine: Genuine;
  beforeAll(async () => {
    genuine = await make();
    expect(await answer(await forge(genuine))).toMatchObject({ status: 200 });
  });

  test.each(rows)("is refused with %s", (...row) => expectRefused(genuine, row));

  test("is accepted as it is, and with what is harmless", async () => {
    const harmless = [
      ...kinds,
      {},
      { claims: { aud: ["another", genuine.audience] } },
      { claims: { exp: now() + 60.5, nbf: now() - 0.5 } },
      { claims: { exp: now() - 4, nbf: now() + 60, iat: now() + 60, auth_time: now() + 60 } },
      { claims: { sub: "s".repeat(255) } },
      { claims: { sub: "é 日本 👩‍👩‍👧" } },
      { claims: JSON.stringify(genuine.claims).replace("{", '{"sub":"","exp":1,"aud":[],') },
      {
        claims: JSON.stringify(genuine.claims).replace(
          "{",
          `{"x":${"[".repeat(3_000)}${"]".repeat(3_000)},`,
        ),
      },
      { header: { jku: "http://127.0.0.1:1/", jwk: genuine.strangersJwk, x5c: ["MIIB"] } },
    ];
    for (const changes of harmless) {
      const token = await forge(genuine, changes);
      expect(await answer(token)).toMatchObject({ status: 200 });
      expect(await answer(token)).toMatchObject({ status: 200 });
    }
  });
});
