import { createPrivateKey } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { listActivity } from "#lib/admin/activity.ts";
import { removeIssuer, setStrategy, updateIssuer } from "#lib/admin/trusted-issuers.ts";
import { flushWrites } from "#lib/base/background.ts";
import { certificate, certificateKey } from "#test/certificate.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { startIssuer } from "#test/issuer.ts";
import {
  issuer,
  judge,
  PROJECT,
  provideIssuer,
  publicJwk,
  SECRET,
  secretBytes,
  sign,
  trustIssuer,
} from "#test/trusted-issuer.ts";
import { ownerId } from "./owner-id.ts";

provideDataDir();
provideIssuer();

describe("discovery", () => {
  beforeEach(() => setStrategy(PROJECT, "discovery"));

  test("holds each issuer to its own audience, parties and algorithms", async () => {
    const other = await startIssuer("/", [publicJwk]);
    await trustIssuer();
    await trustIssuer({
      issuer: other.issuer,
      audience: null,
      authorizedParties: ["mobile", "desktop"],
      ownerNamespace: "people",
    });
    const theirs = { iss: other.issuer, aud: undefined };
    expect(await judge(await sign())).toBe(ownerId(PROJECT, issuer.issuer, "user-1"));
    expect(await judge(await sign({ ...theirs, azp: "desktop" }))).toBe(
      ownerId(PROJECT, "people", "user-1"),
    );
    for (const azp of ["chat", undefined, ["mobile"], "Mobile"]) {
      expect(await judge(await sign({ ...theirs, aud: "chat", azp }))).toBe(
        "400 subject_token must have the azp mobile or desktop",
      );
    }
    expect(await judge(await sign({ aud: "other", azp: "mobile" }))).toBe(
      "400 subject_token must have the aud chat",
    );
  });
});

describe("an issuer", () => {
  beforeEach(() => setStrategy(PROJECT, "discovery"));

  test("without a discovery document is verified by the key set at its address, also at another later", async () => {
    const keys = await startIssuer("/bare", [publicJwk]);
    const iss = "bare.example";
    const { id } = await trustIssuer({ issuer: iss, jwksUri: `${keys.issuer}/keys` });
    expect(await judge(await sign({ iss }))).toBe(ownerId(PROJECT, iss, "user-1"));
    expect(keys.requests).toEqual(["/bare/keys"]);
    await updateIssuer(PROJECT, id, { jwksUri: `${keys.issuer}/gone` });
    expect(await judge(await sign({ iss }))).toBe(
      `503 the keys of ${iss} cannot be read at the moment: ${keys.issuer}/gone answered 404 instead of 200`,
    );
  });

  test("whose tokens have no audience is bound by its clients", async () => {
    await trustIssuer({ audience: null, clientIds: ["4abc"] });
    const cognito = { aud: undefined, token_use: "access", client_id: "4abc" };
    expect(await judge(await sign(cognito))).toBe(ownerId(PROJECT, issuer.issuer, "user-1"));
    for (const client_id of ["other", undefined, ["4abc"], "4ABC", ""]) {
      expect(await judge(await sign({ ...cognito, client_id }))).toBe(
        "400 subject_token must have the client_id 4abc",
      );
    }
  });

  test("accepts the kinds that an admin says, instead of the usual ones", async () => {
    const { id } = await trustIssuer({ types: ["session+jwt"], refuse: ["role=service"] });
    const typ = "session+jwt";
    const signed = (changes: object, header = { typ }) =>
      sign(changes, "ES256", undefined, header).then(judge);
    expect(await signed({ cnf: { jkt: "a" } })).toHaveLength(22);
    expect(await signed({ role: "service" })).toBe(
      "400 subject_token has a claim that is refused (role=service)",
    );
    expect(await signed({}, { typ: "JWT" })).toBe(
      "400 subject_token must have the typ session+jwt",
    );
    await updateIssuer(PROJECT, id, { types: null, refuse: null });
    expect(await signed({})).toBe("400 subject_token must have the typ JWT or at+jwt or user+jwt");
    expect(await signed({ cnf: { jkt: "a" } }, { typ: "JWT" })).toBe(
      "400 subject_token has a claim that is refused (cnf)",
    );
  });

  test("may let somebody act as a user, which the activity tells", async () => {
    await trustIssuer();
    const owner = await judge(await sign({ act: { sub: "admin-1" } }));
    await flushWrites();
    expect(await listActivity(PROJECT, { ownerId: owner }, 1)).toMatchObject([
      { kind: "exchange", outcome: "ok", detail: "As this user acts admin-1 (act)" },
    ]);
  });
});

describe("asymmetric", () => {
  beforeEach(() => setStrategy(PROJECT, "asymmetric"));

  test.each([
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
  ] as const)("verifies %s with a PEM, a JWK and a JWK Set", async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    const key = await exportJWK(publicKey);
    const set = {
      keys: [
        { ...key, kid: "a" },
        { ...publicJwk, kid: "b" },
      ],
    };
    const stranger = await generateKeyPair(alg);
    for (const pasted of [await exportSPKI(publicKey), JSON.stringify(key), JSON.stringify(set)]) {
      const { id } = await trustIssuer({ algorithms: [alg], publicKeys: pasted });
      const owner = ownerId(PROJECT, issuer.issuer, "user-1");
      expect(await judge(await sign({}, alg, privateKey, { kid: "a" }))).toBe(owner);
      expect(await judge(await sign({}, alg, stranger.privateKey, { kid: "a" }))).toBe(
        "400 subject_token has a signature that its issuer's key did not make",
      );
      await removeIssuer(PROJECT, id);
    }
  });

  test("verifies with the key of a certificate, whatever a token calls it", async () => {
    await trustIssuer({ publicKeys: certificate });
    const key = createPrivateKey(certificateKey).export({ format: "jwk" });
    const privateKey = await crypto.subtle.importKey(
      "jwk",
      key,
      { name: "ECDSA", namedCurve: "P-256" },
      false,
      ["sign"],
    );
    for (const header of [{}, { kid: "any" }]) {
      expect(await judge(await sign({}, "ES256", privateKey, header))).toHaveLength(22);
    }
  });

  test("has nothing to verify with where no key was pasted, and asks nobody", async () => {
    await trustIssuer();
    const before = issuer.requests.length;
    expect(await judge(await sign())).toBe(
      "400 subject_token has an issuer for which this project has no public key",
    );
    expect(issuer.requests).toHaveLength(before);
  });
});

describe("symmetric", () => {
  beforeEach(() => setStrategy(PROJECT, "symmetric"));

  test.each(["HS256", "HS384", "HS512"] as const)("verifies %s", async (alg) => {
    await trustIssuer({ algorithms: [alg], secret: SECRET });
    expect(await judge(await sign({}, alg, secretBytes))).toHaveLength(22);
    const other = new TextEncoder().encode(`${SECRET}.`);
    expect(await judge(await sign({}, alg, other))).toContain("a signature that its issuer's key");
  });

  test("has nothing to verify with where no secret, or no algorithm of its own, was set", async () => {
    const { id } = await trustIssuer();
    expect(await judge(await sign({}, "HS256", secretBytes))).toContain("has no shared secret");
    await removeIssuer(PROJECT, id);
    await trustIssuer({ algorithms: ["ES256"], secret: SECRET });
    expect(await judge(await sign({}, "HS256", secretBytes))).toContain("HS256, HS384, HS512");
  });
});
