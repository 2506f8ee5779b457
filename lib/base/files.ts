/** What a message may carry besides its text: the browser says so early, the server decides. */
export const MOST_FILES = 5;
/** All files of a message together. As base64 they fit into a request of 4.5 MB, which is what Vercel takes in. */
export const MOST_FILE_BYTES = 3 * 1024 * 1024;
export const FILE_KINDS = "a PNG, JPEG, WebP or GIF picture or a PDF";

/**
 * The files that common models read, each with its first bytes (as Latin-1) and the end of its name. SVG and
 * HTML, which can run scripts, are none of them.
 */
const TYPES: Record<string, [start: RegExp, extension: RegExp, ending: string]> = {
  "image/png": [/^\x89PNG\r\n.\n/, /\.png$/i, ".png"],
  "image/jpeg": [/^\xff\xd8\xff/, /\.jpe?g$/i, ".jpg"],
  "image/gif": [/^GIF8[79]a/, /\.gif$/i, ".gif"],
  "image/webp": [/^RIFF.{4}WEBP/s, /\.webp$/i, ".webp"],
  "application/pdf": [/^%PDF-/, /\.pdf$/i, ".pdf"],
};

export const FILE_TYPES = Object.keys(TYPES);

/** The longest beginning that tells a type. */
export const START_BYTES = 12;
const START_CHARACTERS = 16; // of base64

/** What a file is by its first bytes, whatever its name and its sender say; undefined for what is not taken. */
export function findFileType(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, START_BYTES));
  return FILE_TYPES.find((type) => TYPES[type]?.[0].test(text));
}

/** The same for a file in base64; undefined also for what is no base64. */
export function findBase64Type(blob: string): string | undefined {
  try {
    const start = atob(blob.slice(0, START_CHARACTERS));
    return findFileType(Uint8Array.from(start, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

const LONGEST_NAME = 80; // characters

/** A text as the name of a file, without what file systems refuse or what turns it round on the screen. */
export function toFileName(text: string, otherwise: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[\p{C}\\/:*?"<>|]+/gu, " ")
      .replace(/\s+/g, " ")
      .slice(0, LONGEST_NAME)
      // The cut may have left half a surrogate pair.
      .toWellFormed()
      .replace(/\uFFFD$/, "")
      .replace(/^[\s.]+|[\s.]+$/g, "") || otherwise
  );
}

/** The name of a file of this type, which its end tells, too: `a.html` that is a GIF is `a.html.gif`. */
export function nameFile(name: string, type: string): string {
  const [, extension = /$^/, ending = ""] = TYPES[type] ?? [];
  const [own = ending] = extension.exec(name) ?? [];
  return toFileName(name.replace(extension, ""), "File") + own;
}

/** How much base64 holds. */
export const bytesOfBase64 = ({ length }: string) => Math.floor((length * 3) / 4);

const inMegabytes = (bytes: number) => `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MB`;

/** Why files cannot go with one message; undefined if they can. */
export function findFileFlaw(bytes: number[]): string | undefined {
  if (bytes.length > MOST_FILES) return `at most ${MOST_FILES} files, not ${bytes.length}`;
  const found = bytes.reduce((sum, one) => sum + one, 0);
  if (found <= MOST_FILE_BYTES) return undefined;
  return `files of at most ${inMegabytes(MOST_FILE_BYTES)} together, not ${inMegabytes(found)}`;
}
