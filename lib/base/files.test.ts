import { expect, test } from "vitest";
import { GIF_PAGE, PDF, PNG } from "#test/sample-files.ts";
import { findBase64Type, findFileFlaw, findFileType, MOST_FILE_BYTES, nameFile } from "./files.ts";

const webp = "RIFF\x24\0\0\0WEBPVP8 ";

test.each([
  ["a PNG", PNG, "image/png"],
  ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), "image/jpeg"],
  ["a GIF", Buffer.from("GIF87a\x01\0"), "image/gif"],
  ["a GIF that is a page", GIF_PAGE, "image/gif"],
  ["a WebP", Buffer.from(webp), "image/webp"],
  ["a PDF", PDF, "application/pdf"],
  ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), undefined],
  ["an SVG after a declaration", Buffer.from('<?xml version="1.0"?><svg/>'), undefined],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), undefined],
  ["a page with a PDF in it", Buffer.from("<html>%PDF-1.4"), undefined],
  ["a script that begins like a GIF", Buffer.from("GIF=1;alert(1)"), undefined],
  ["a WAV", Buffer.from(webp.replace("WEBP", "WAVE")), undefined],
  ["a ZIP", Buffer.from("PK\x03\x04"), undefined],
  ["a program", Buffer.from("MZ\x90\0"), undefined],
  ["nothing", Buffer.alloc(0), undefined],
])("%s is what its bytes say", (_, bytes, type) => {
  expect(findFileType(bytes)).toBe(type);
  expect(findBase64Type(bytes.toString("base64"))).toBe(type);
});

test("what is no base64 has no type", () => {
  for (const blob of ["http://127.0.0.1/", "***", "data:image/png;base64,AAAA"]) {
    expect(findBase64Type(blob)).toBeUndefined();
  }
});

test.each([
  ["report.pdf", "application/pdf", "report.pdf"],
  ["Photo.JPEG", "image/jpeg", "Photo.JPEG"],
  ["page.html", "image/gif", "page.html.gif"],
  ["../../etc/passwd", "image/png", "etc passwd.png"],
  ["C:\\Windows\\a.png", "image/png", "C Windows a.png"],
  ["a\r\nset-cookie: b\0.png", "image/png", "a set-cookie b.png"],
  ["invoice\u202egnp.exe", "image/png", "invoice gnp.exe.png"],
  ["\u2066a\u2069\u200b.gif", "image/gif", "a.gif"],
  ["", "image/webp", "File.webp"],
  [" ..png", "image/png", "File.png"],
  ["売上 😀.pdf", "application/pdf", "売上 😀.pdf"],
  [`${"x".repeat(500)}.png`, "image/png", `${"x".repeat(80)}.png`],
  [`a${"😀".repeat(250)}`, "image/png", `a${"😀".repeat(39)}.png`],
])("%j of %s is called %j", (name, type, shown) => {
  expect(nameFile(name, type)).toBe(shown);
});

test("files that are too many or too large are refused with what was found", () => {
  expect(findFileFlaw(Array(5).fill(MOST_FILE_BYTES / 5))).toBeUndefined();
  expect(findFileFlaw(Array(6).fill(1))).toBe("at most 5 files, not 6");
  const flaw = "files of at most 3 MB together, not 3.1 MB";
  expect(findFileFlaw([MOST_FILE_BYTES, 1])).toBe(flaw);
});
