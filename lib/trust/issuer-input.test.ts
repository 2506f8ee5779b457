import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, test } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { newIssuer, readInput } from "./issuer-input.ts";

const jwk = await exportJWK((await generateKeyPair("ES256")).publicKey);
const right = { issuer: "https://issuer.example/tenant", audience: "chat", algorithms: ["ES256"] };

test("what is left out has no default but the issuer's own namespace", () => {
  expect(readInput(newIssuer, right)).toEqual(right);
  expect(readInput(newIssuer, { ...right, issuer: "my-backend", audience: null })).toMatchObject({
    issuer: "my-backend",
    audience: null,
  });
});

test("Ed25519 is kept as EdDSA", () => {
  const { algorithms } = readInput(newIssuer, { ...right, algorithms: ["Ed25519", "EdDSA"] });
  expect(algorithms).toEqual(["EdDSA"]);
});

const { APP_URL } = appEnv();

describe("it is refused, by the field's name, to add", () => {
  test.each<[object, string]>([
    [{ issuer: "" }, "issuer: must not be empty"],
    [{ issuer: 1 }, "issuer: must be text"],
    [{ issuer: "https://a b" }, "issuer: must have no white space"],
    [{ issuer: "https://" }, "issuer: must be a URL where it has a colon"],
    [
      { issuer: "https://user@issuer.example" },
      "issuer: must have no user, no query and no fragment",
    ],
    [
      { issuer: "https://issuer.example?a=b" },
      "issuer: must have no user, no query and no fragment",
    ],
    [{ issuer: "https://issuer.example#" }, "issuer: must have no user, no query and no fragment"],
    [{ issuer: "x".repeat(501) }, "issuer: must have at most 500 characters"],
    ...[
      APP_URL,
      `${APP_URL}/`,
      `${APP_URL}/auth`,
      `${APP_URL}/auth/`,
      APP_URL.toUpperCase(),
      APP_URL.replace("localhost", "localhost."),
      `${APP_URL}//auth`,
      `${APP_URL}/%61uth`,
      "https://LOCALHOST:3000/AUTH",
    ].map((issuer): [object, string] => [
      { issuer },
      "issuer: must not be this app: its own keys alone verify its tokens",
    ]),
    ...["https://login.microsoftonline.com/{tenantid}/v2.0", "https://{tenant}.example", "{a}"].map(
      (issuer): [object, string] => [
        { issuer },
        "issuer: must be of one tenant, without a template in braces",
      ],
    ),
    ...["clientIds", "types", "refuse"].flatMap((field): [object, string][] => [
      [{ [field]: [] }, `${field}: must not be empty`],
      [{ [field]: ["a b"] }, `${field}: must have no white space`],
      [{ [field]: Array.from({ length: 51 }, (_, i) => `${i}`) }, `${field}: must be at most 50`],
    ]),
    ...["=", "=a", "a="].map((rule): [object, string] => [
      { refuse: [rule] },
      "refuse: must be claim or claim=value",
    ]),
    ...[
      "/keys",
      "file:///etc/passwd",
      "https://u:p@a.example",
      "https://a.example#k",
      "https:",
    ].map((jwksUri): [object, string] => [
      { jwksUri },
      "jwksUri: must be an address, without a user and without a fragment",
    ]),
    [{ audience: undefined }, "audience: must be text"],
    [{ audience: "" }, "audience: must not be empty"],
    [{ algorithms: [] }, "algorithms: must not be empty"],
    [
      { algorithms: ["none"] },
      "algorithms: must be some of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, HS256, HS384, HS512",
    ],
    [{ authorizedParties: [] }, "authorizedParties: must not be empty"],
    [{ authorizedParties: [""] }, "authorizedParties: must not be empty"],
    ...["user-key", "guest", "unverified", "better-auth", "neon"].map(
      (ownerNamespace): [object, string] => [
        { ownerNamespace },
        "ownerNamespace: must not be one of user-key, guest, unverified, better-auth, neon",
      ],
    ),
    [{ ownerNamespace: `${APP_URL}/x` }, "ownerNamespace: must not be an address of this app"],
    [
      { publicKeys: "nonsense" },
      "publicKeys: keys must be a PEM (public key or certificate), a JWK or a JWK Set",
    ],
    [
      { publicKeys: JSON.stringify({ ...jwk, d: "AA" }) },
      "publicKeys: a key must be public: one has the private member d",
    ],
    [{ secret: "s".repeat(31) }, "secret: must have at least 32 bytes"],
    [{ surprise: 1 }, "surprise: cannot be set"],
  ])("%j", (changes, message) => {
    expect(() => readInput(newIssuer, { ...right, ...changes })).toThrow(
      expect.objectContaining({ status: 400, code: "VALIDATION_ERROR", message }),
    );
  });
});
