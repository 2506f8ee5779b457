import { expect, test } from "vitest";
import { USUALLY_REFUSED } from "#lib/trust/trust-policy.ts";
import { readIssuerForm } from "./read-issuer-form.ts";

function formOf(entries: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

test("a filled form becomes the input of an issuer", () => {
  const form = formOf([
    ["issuer", " https://login.example/ "],
    ["audience", "chat"],
    ["algorithms", "RS256"],
    ["algorithms", "ES256"],
    ["authorizedParties", "web, ios\nandroid"],
    ["clientIds", "4abc\n5def"],
    ["types", "JWT"],
    ["refuse", "cnf\nrole=service"],
    ["jwksUri", " https://login.example/keys "],
    ["publicKeys", " {} "],
    ["secret", " with spaces "],
    ["ownerNamespace", "staff"],
  ]);
  expect(readIssuerForm(form)).toEqual({
    issuer: "https://login.example/",
    audience: "chat",
    algorithms: ["RS256", "ES256"],
    authorizedParties: ["web", "ios", "android"],
    clientIds: ["4abc", "5def"],
    types: ["JWT"],
    refuse: ["cnf", "role=service"],
    jwksUri: "https://login.example/keys",
    publicKeys: "{}",
    secret: " with spaces ",
    ownerNamespace: "staff",
  });
});

test("no audience is accepted only where that was ticked; empty keys and secrets change nothing", () => {
  const empty = [
    ["audience", ""],
    ["publicKeys", ""],
    ["secret", ""],
    ["authorizedParties", " "],
    ["refuse", USUALLY_REFUSED.join("\r\n")],
  ] satisfies [string, string][];
  expect(readIssuerForm(formOf(empty))).toEqual({
    issuer: "",
    audience: "",
    algorithms: [],
    authorizedParties: null,
    clientIds: null,
    types: null,
    // As it is suggested: what is refused usually goes on being followed.
    refuse: null,
    jwksUri: null,
    publicKeys: undefined,
    secret: undefined,
    ownerNamespace: undefined,
  });
  const anybody = readIssuerForm(formOf([...empty, ["isForAnybody", "on"]]));
  expect(anybody.audience).toBeNull();
});
