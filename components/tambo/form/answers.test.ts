import { expect, test } from "vitest";
import { describeAnswers, findFlaws } from "./answers.ts";
import { asksForSecret, formProps, readForm } from "./props.ts";

const props = {
  title: "Bug report",
  purpose: "So that it is fixed",
  submitLabel: "Send report",
  fields: [
    { name: "summary", label: "Summary", type: "text", required: true, min: 5, max: 20 },
    { name: "email", label: "E-mail", type: "email" },
    { name: "count", label: "How often", type: "number", min: 1, max: 9 },
    { name: "day", label: "Since", type: "date" },
    {
      name: "severity",
      label: "Severity",
      type: "select",
      required: true,
      options: ["Low", "High"],
    },
    { name: "agreed", label: "May we call?", type: "checkbox", required: true },
  ],
};
const form = readForm(props, false);
const good = { summary: "It crashes", severity: "High", agreed: true };

test("good answers have no flaws, and what is optional may be left out", () => {
  expect(findFlaws(form.fields, good)).toEqual({});
  const all = { ...good, email: " ada@example.com ", count: "3", day: "2026-09-12" };
  expect(findFlaws(form.fields, all)).toEqual({});
});

test.each([
  [{ summary: "" }, { summary: "Use at least 5 characters" }],
  [{ summary: "x".repeat(21) }, { summary: "Use at most 20 characters" }],
  [{ email: "ada" }, { email: "Enter an address like name@example.com" }],
  [{ count: "many" }, { count: "Enter a number" }],
  [{ count: "0" }, { count: "Enter 1 or more" }],
  [{ count: "10" }, { count: "Enter 9 or less" }],
  [{ day: "soon" }, { day: "Choose a day" }],
  [{ severity: "" }, { severity: "Choose one" }],
  [{ severity: "Other" }, { severity: "Choose one" }],
  [{ agreed: false }, { agreed: "Tick this to go on" }],
])("%j is answered with %j", (answer, flaws) => {
  expect(findFlaws(form.fields, { ...good, ...answer })).toEqual(flaws);
});

test("a required text asks for an answer", () => {
  const { fields } = readForm(
    { fields: [{ name: "why", label: "Why", type: "textarea", required: true }] },
    false,
  );
  expect(findFlaws(fields, {})).toEqual({ why: "Answer this question" });
});

test("the message has every label and answer", () => {
  expect(describeAnswers(form, good)).toBe(
    "Form sent: Bug report\nSummary: It crashes\nE-mail: –\nHow often: –\nSince: –\nSeverity: High\nMay we call?: Yes",
  );
});

test.each([
  ["password", "Word"],
  ["userPassword", "Your word"],
  ["pass_phrase", "Phrase"],
  ["number", "Credit card"],
  ["a", "API key"],
])("a field that asks for a secret is refused: %s, %j", (name, label) => {
  expect(asksForSecret(name, label)).toBe(true);
  const fields = [{ name, label, type: "text" }];
  expect(formProps.safeParse({ ...props, fields }).error?.issues[0]?.message).toContain("secrets");
  expect(readForm({ fields }, false).fields).toEqual([]);
});

test.each([
  ["passenger", "Passenger"],
  ["card", "Which card of the board?"],
  ["key", "Key result"],
])("an innocent field is asked: %s, %j", (name, label) => {
  expect(asksForSecret(name, label)).toBe(false);
});
