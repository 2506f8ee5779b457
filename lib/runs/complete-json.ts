// What can complete a text that ends after its last whole token, in the order to try them.
const TAILS = ["", '"', "null", ":null", '":null', '\\"', "0", "00", "000", "0000"];
const LITERALS = ["true", "false", "null"].flatMap((word) =>
  [1, 2, 3, 4].map((n) => word.slice(n)),
);
const STRING_TAILS = ["0", "00", "000", "0000"].map((digits) => `${digits}"`);

/**
 * The shortest text that makes a cut JSON text whole, undefined if the text is not the start of
 * any. A client parses a tool call's arguments when the call ends and gives up on half an object.
 */
export function completeJson(text: string): string | undefined {
  const closers = listClosers(text);
  for (const tail of [...TAILS, ...STRING_TAILS, ...LITERALS]) {
    // After a comma in an object another key has to come.
    for (const candidate of [tail + closers, `${tail}"":null${closers}`]) {
      if (isJson(text + candidate)) return candidate;
    }
  }
  return undefined;
}

function listClosers(text: string): string {
  let closers = "";
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isString && character === "\\") index++;
    else if (character === '"') isString = !isString;
    else if (isString) continue;
    else if (character === "{") closers = `}${closers}`;
    else if (character === "[") closers = `]${closers}`;
    else if (character === "}" || character === "]") closers = closers.slice(1);
  }
  return closers;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
