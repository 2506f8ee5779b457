import { createPrivateKey } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { removeIssuer, setStrategy } from "#lib/trust/trusted-issuers.ts";
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
