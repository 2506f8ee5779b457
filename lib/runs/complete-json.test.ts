import { expect, test } from "vitest";
import { completeJson } from "./complete-json.ts";

test("a JSON object cut anywhere is made whole", () => {
  const json =
    '{"a":1.5e-3,"b":-2,"c":[true,false,null,{}],"d":"x\\"y\\u00e9\\\\","e":{"f":[[]]},"g":""}';
  for (let length = 1; length <= json.length; length++) {
    const cut = json.slice(0, length);
    const rest = completeJson(cut);
    expect(rest, cut).toBeDefined();
    expect(JSON.parse(cut + rest), cut).toBeTypeOf("object");
  }
});

test("a whole one needs nothing", () => {
  expect(completeJson('{"a":[1]}')).toBe("");
});

test("what is no JSON cannot be made any", () => {
  for (const text of ["{a", '{"a":1}}', "hello", '{"a":[1}']) {
    expect(completeJson(text)).toBeUndefined();
  }
});
