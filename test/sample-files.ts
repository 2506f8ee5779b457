/** One dot. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** One dot that is a page with a script as well, to whoever takes it for one. */
export const GIF_PAGE = Buffer.concat([
  Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  Buffer.from("<html><script>alert(1)</script></html>"),
]);

export const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
);

/** A file as a client sends it. */
export const resourceOf = (name: string, mimeType: string, bytes: Buffer) => ({
  type: "resource" as const,
  resource: { name, mimeType, blob: bytes.toString("base64") },
});
