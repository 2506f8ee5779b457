import { expect, test } from "vitest";
import { readMembers, readProfile } from "./read-profile.ts";

const NOTHING = {
  name: undefined,
  email: undefined,
  emailVerified: false,
  picture: undefined,
};

const ODD: unknown[] = [
  null,
  undefined,
  123,
  true,
  "",
  "  ",
  {},
  { toString: "x" },
  [],
  ["Ada"],
  "A\0da",
  10n,
];

test.each(ODD.map((value) => [value]))("%o as every member is as if it were absent", (value) => {
  const emailVerified = value === true ? "true" : value;
  expect(readProfile({ name: value, email: value, emailVerified, picture: value })).toEqual(
    NOTHING,
  );
});

test("reads what is text, and only `true` as verified", () => {
  const said = { name: " Ada ", email: "ada@example.com", picture: "https://x.example/a.png" };
  const read = { ...said, name: "Ada" };
  expect(readProfile({ ...said, emailVerified: true })).toEqual({ ...read, emailVerified: true });
  expect(readProfile({ ...said, emailVerified: "true" })).toEqual({
    ...read,
    emailVerified: false,
  });
});

test("a long name is cut between characters, a long address is none", () => {
  const name = "👩🏽".repeat(9_000_000 / 4);
  const { name: cut, ...others } = readProfile({
    name,
    email: `${"a".repeat(260)}@example.com`,
    picture: `https://x.example/${"a".repeat(3_000)}`,
  });
  expect([...(cut ?? "")]).toHaveLength(200);
  expect(cut?.isWellFormed()).toBe(true);
  expect(others).toEqual({ email: undefined, emailVerified: false, picture: undefined });
});

test.each([[null], ["text"], [7], [undefined]])("%o has no members", (value) => {
  expect(readMembers(value).name).toBeUndefined();
});
