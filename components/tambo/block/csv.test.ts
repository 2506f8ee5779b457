import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("writes one line per row, quoting commas, quotes and line breaks", () => {
  expect(
    toCsv([
      ["a", "b,c"],
      ['say "hi"', "two\nlines"],
    ]),
  ).toBe('a,"b,c"\r\n"say ""hi""","two\nlines"\r\n');
});

test.each(["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "-2)*cmd"])(
  "disarms %j, which a spreadsheet would run",
  (cell) => {
    expect(toCsv([[cell]])).toBe(`'${cell}\r\n`);
  },
);

test("disarms a formula that also needs quotes", () => {
  expect(toCsv([['=HYPERLINK("https://example.com","x")']])).toBe(
    '"\'=HYPERLINK(""https://example.com"",""x"")"\r\n',
  );
});

test.each(["-5", "+12", "-1.25", "-3 %"])("leaves the number %j a number", (cell) => {
  expect(toCsv([[cell]])).toBe(`${cell}\r\n`);
});
