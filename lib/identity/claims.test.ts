import { expect, test } from "vitest";
import { checkParty, checkPerson, checkType, readActor } from "./claims.ts";
import { refuseClaims } from "./refuse-session.ts";

// What is refused and accepted usually, the suite of forged tokens tells.

const refusal = (check: string, flaw: string) =>
  expect.objectContaining({
    status: 400,
    code: "invalid_request",
    message: `subject_token ${flaw}`,
    extra: { check },
  });

test("a policy names the typ it accepts instead of the usual ones, and then none is missing", () => {
  checkType({ typ: "application/Session+JWT" }, ["session+jwt", "JWT"]);
  const expected = refusal("type", "must have the typ session+jwt");
  for (const header of [{}, { typ: "JWT" }, { typ: "at+jwt" }, { typ: ["session+jwt"] }]) {
    expect(() => checkType(header, ["session+jwt"])).toThrow(expected);
  }
});

test("a policy names the claims it refuses instead of the usual ones", () => {
  const rules = ["role=service", "bot", "a=b=c"];
  checkPerson({ sub: "u1", cnf: {}, role: "user", bot: null, a: "b" }, rules);
  for (const [claims, rule] of [
    [{ role: "Service" }, "role=service"],
    [{ role: ["user", "service"] }, "role=service"],
    [{ bot: false }, "bot"],
    [{ a: "b=c" }, "a=b=c"],
  ] as const) {
    expect(() => checkPerson({ sub: "u1", ...claims }, rules)).toThrow(
      refusal("person", `has a claim that is refused (${rule})`),
    );
  }
});

test("no rule is about what every object has, and a service is refused by every policy", () => {
  checkPerson({ sub: "u1" }, ["constructor", "__proto__", "toString"]);
  expect(() => checkPerson({ sub: "chat", client_id: "chat" }, ["bot"])).toThrow(
    refusal("person", "is of no person who signed in (its sub is its client_id)"),
  );
});

test("a token is bound by its client where the policy names clients", () => {
  checkParty({ client_id: "ios" }, "client_id", ["web", "ios"]);
  const expected = refusal("party", "must have the client_id web or ios");
  for (const claims of [{ client_id: "other" }, {}, { client_id: ["web"] }, { azp: "web" }]) {
    expect(() => checkParty(claims, "client_id", ["web", "ios"])).toThrow(expected);
  }
});

test("who acts as a user is read, whatever stands there", () => {
  expect(readActor({ act: { sub: "admin-1", act: { sub: "before" } } })).toBe("admin-1");
  for (const claims of [{}, { act: null }]) expect(readActor(claims)).toBeUndefined();
  for (const act of [{}, "admin-1", { sub: 1 }, { sub: "" }, [], 0, false]) {
    expect(readActor({ act })).toBe("somebody unnamed");
  }
});

test("what a policy refuses of a token it refuses of a session that an SDK has verified", () => {
  const policy = { refuse: ["bot"] };
  refuseClaims({ sub: "u1", sts: "pending" }, policy);
  expect(() => refuseClaims({ sub: "u1", bot: true }, policy)).toThrow(
    expect.objectContaining({
      status: 401,
      code: "PROVIDER_TOKEN_REFUSED",
      extra: { check: "person" },
    }),
  );
});
