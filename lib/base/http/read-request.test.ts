import { expect, test } from "vitest";
import { refuseUnreadableForm } from "./read-request.ts";

const CALL = { "next-action": "00" };
const MULTIPART = { "content-type": "multipart/form-data; boundary=x" };
const part = (name: string, value: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const FORM = `${part("_1_name", "Ada")}${part("0", '["$undefined","$K1"]')}--x--\r\n`;

const send = (headers: Record<string, string>, body: string) =>
  refuseUnreadableForm(new Request("http://localhost/", { method: "POST", headers, body }));

test.each([
  ["a form that is cut", { ...CALL, ...MULTIPART }, FORM.slice(0, -9)],
  ["a form without a boundary", { ...CALL, "content-type": "multipart/form-data" }, FORM],
  ["no form", { ...CALL, ...MULTIPART }, "x"],
  ["nothing", { ...CALL, ...MULTIPART }, ""],
  ["no arguments", { ...CALL, ...MULTIPART }, `${part("1", "[]")}--x--\r\n`],
  ["arguments that are none", { ...CALL, ...MULTIPART }, `${part("0", "{}")}--x--\r\n`],
  ["text that is none", CALL, "{"],
  ["an action in a form", MULTIPART, `${part("$ACTION_ID_00", "")}--x--\r\n`],
  ["any form that is sent without a script", MULTIPART, FORM],
  [
    "a file in a form",
    { ...CALL, ...MULTIPART },
    FORM.replace('"_1_name"', '"_1_name"; filename="x"'),
  ],
  ["U+0000 in a form", { ...CALL, ...MULTIPART }, FORM.replace("Ada", "\0")],
  ["arguments twice", { ...CALL, ...MULTIPART }, part("0", "[]") + FORM],
  ["a part that is no field", { ...CALL, ...MULTIPART }, part("2", '{"id":"00"}') + FORM],
  ["a reference to a part", { ...CALL, ...MULTIPART }, FORM.replace("$K1", "$1")],
  ["a function", CALL, '["$F1"]'],
  ["a promise", CALL, '["$@1"]'],
  ["a number", CALL, "[1]"],
  ["a list in the arguments", CALL, '[["x"]]'],
  ["an object in an object", CALL, '[{"issuer":{}}]'],
  ["a reference in an object", CALL, '[{"issuer":"$Q1"}]'],
  ["U+0000 in a text", CALL, '["\\u0000"]'],
  ["three arguments", CALL, '["a","b","c"]'],
  ["50,000 levels", CALL, "[".repeat(50_000)],
])("refuses %s: no page of ours sends it", async (_, headers, body) => {
  await expect(send(headers, body)).rejects.toMatchObject({ status: 400, code: "INVALID_FORM" });
});

test.each([
  ["a form", { ...CALL, ...MULTIPART }, FORM],
  ["a form behind a text", { ...CALL, ...MULTIPART }, FORM.replace("$undefined", "renamed")],
  ["no arguments", CALL, "[]"],
  ["a text that begins with $", CALL, '["$$F1"]'],
  ["an object", CALL, '[{"issuer":"https://a.example","jwksUri":null}]'],
  ["a form in another encoding", { "content-type": "application/x-www-form-urlencoded" }, "a=b"],
])("takes %s", async (_, headers, body) => {
  await expect(send(headers, body)).resolves.toBeUndefined();
});
