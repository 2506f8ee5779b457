import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Provider } from "#adapters/about.ts";
import { refuseReason } from "#adapters/clerk/session.ts";
import type { TrustPolicy } from "#adapters/contracts.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { contract } from "#test/contract-table.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { describeProblem } from "./problems.ts";

provideDataDir();

/** Those whose token is verified for every page; of the others the SDK or the database says who is there. */
const providers: Provider[] = ["authjs", "auth0", "supabase", "workos"];
const secret = new TextEncoder().encode("x".repeat(40));
const { privateKey: foreignKey } = await generateKeyPair("RS256");

interface Flaw {
  /** For the providers whose policy has such a rule. */
  applies?: (policy: TrustPolicy) => boolean;
  claims?: (policy: TrustPolicy) => object;
  header?: object;
  key?: CryptoKey | Uint8Array;
  /** What the log says of it. */
  log: RegExp;
  sentence: RegExp;
}

const now = () => Math.floor(Date.now() / 1_000);

const flaws: Record<string, Flaw> = {
  issuer: {
    claims: () => ({ iss: "https://custom.example" }),
    log: /must have the iss https?:\/\/\S+; it has "https:\/\/custom.example"$/,
    sentence: /another issuer than the one that is set up here/,
  },
  algorithm: {
    header: { alg: "HS256" },
    key: secret,
    log: /is signed with another algorithm than .*; it has "HS256"$/,
    sentence: /signs in a way that is not accepted here/,
  },
  key: {
    header: { kid: "unknown" },
    log: /is signed with a key that its issuer does not publish \(kid\)$/,
    sentence: /is not among those that it publishes/,
  },
  signature: {
    key: foreignKey,
    log: /has a signature that its issuer's key did not make$/,
    sentence: /does not fit the keys that it publishes/,
  },
  audience: {
    applies: ({ audience }) => audience !== null,
    claims: () => ({ aud: ["another"] }),
    log: /must have the aud \S+; it has \["another"\]$/,
    sentence: /signed you in to another app/,
  },
  time: {
    claims: () => ({ iat: now() + 90, exp: now() + 600 }),
    log: /is issued in the future \(iat\): it is \d+ s ahead.*, and 60 s are tolerated$/,
    sentence: /its clock and the one of this app's server differ/,
  },
  type: {
    header: { typ: "logout+jwt" },
    log: /must have the typ JWT or at\+jwt or user\+jwt; it has "logout\+jwt"$/,
    sentence: /hands out another kind of token/,
  },
  subject: {
    claims: () => ({ sub: "" }),
    log: /lacks a valid sub$/,
    sentence: /does not say who you are/,
  },
  person: {
    claims: () => ({ gty: "client-credentials" }),
    log: /has a claim that is refused \(gty=client-credentials\)$/,
    sentence: /does not belong to a person/,
  },
  form: { log: /is not a signed JWT$/, sentence: /hands out no signed token/ },
};

// Each in minutes of its own: a line is written once a minute.
vi.useFakeTimers({ toFake: ["Date"] });
beforeEach(() => {
  vi.setSystemTime(Date.now() + 120_000);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(providers)("a session of %s whose token is refused", (provider) => {
  test.each(Object.keys(flaws))(
    "for its %s leaves a line in the log and has words",
    async (check) => {
      Object.assign(process.env, contract[provider]?.variables);
      const flaw = flaws[check] as Flaw;
      const { trust } = await import(`#adapters/${provider}/trust.ts`);
      const pair = await generateKeyPair("RS256");
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: "1", alg: "RS256" };
      const policy: TrustPolicy = { ...trust(), keys: async () => ({ keys: [jwk] }) };
      // Keys are kept by issuer.
      policy.issuer += `#${check}`;
      if (flaw.applies?.(policy) === false) return;
      const right = {
        iss: policy.issuer,
        aud: policy.audience ?? undefined,
        sub: "user",
        iat: now(),
      };
      const token = await new SignJWT({ exp: now() + 60, ...right, ...flaw.claims?.(policy) })
        .setProtectedHeader({ alg: "RS256", kid: "1", ...flaw.header })
        .sign(flaw.key ?? pair.privateKey);
      const providerToken = async () => (check === "form" ? "an-opaque-token" : token);
      const session = { id: "session", startedAt: new Date(), providerToken };

      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      const refusals = [];
      for (let visit = 0; visit < 3; visit += 1) {
        refusals.push(await issueUserToken(session, policy).then(() => "accepted", readRefusal));
      }
      expect(refusals).toEqual([check, check, check]);
      expect(describeProblem(check)).toMatch(flaw.sentence);
      const lines = warn.mock.calls.map(([line]) => String(line));
      expect(lines).toEqual([expect.stringMatching(flaw.log)]);
      expect(lines[0]).toMatch(`A session is not accepted: `);
      expect(lines[0]).not.toContain(token);
      expect(lines[0]).not.toMatch(/eyJ/);
    },
  );
});

// The SDK's own names, as it puts them into its header.
test.each([
  ["jwk-kid-mismatch", "key"],
  ["secret-key-invalid", "unavailable"],
  ["jwk-remote-failed-to-load", "unavailable"],
  ["jwk-failed-to-resolve", "unavailable"],
  ["unexpected-error", "unavailable"],
  ["token-invalid", "form"],
  ["token-invalid-algorithm", "algorithm"],
  ["token-invalid-issuer", "issuer"],
  ["token-invalid-authorized-parties", "party"],
  ["token-invalid-signature", "signature"],
  ["token-verification-failed", "form"],
  ["token-type-mismatch", "type"],
  ["session-token-nbf", "time"],
  ["session-token-iat-in-the-future", "time"],
  ["a-reason-of-tomorrow", "unavailable"],
])("a session that Clerk's SDK refuses by %s leaves a line and has words", (reason, check) => {
  Object.assign(process.env, contract.clerk?.variables);
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const visit = () => {
    try {
      refuseReason(reason);
    } catch (error) {
      return readRefusal(error);
    }
  };
  expect([visit(), visit()]).toEqual([check, check]);
  expect(warn.mock.calls).toEqual([[expect.stringContaining(`Clerk's SDK says ${reason}`)]]);
  expect(describeProblem(check)).not.toBe(describeProblem("no such problem"));
});

test.each([
  "",
  "session-token-and-uat-missing",
  "session-token-missing",
  "session-token-but-no-client-uat",
  "client-uat-but-no-session-token",
  "session-token-iat-before-client-uat",
  "session-token-expired-refresh-non-eligible-no-refresh-cookie",
  "dev-browser-missing",
])("whom Clerk's SDK takes for signed out by “%s” is not told of a flaw", (reason) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(refuseReason(reason)).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
});

test.each([["__proto__"], ["constructor"], ["toString"], [["link", "link"]], ["Configuration"]])(
  "an address that says the problem is %s gets general words",
  (problem) => {
    expect(describeProblem(problem)).toBe("Signing in did not work. Try again in a moment.");
  },
);

test("an address that says nothing of a problem gets no words", () => {
  expect(describeProblem(undefined)).toBeUndefined();
});
