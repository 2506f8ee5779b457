import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { InspectedToken } from "#lib/identity/inspect-token.ts";
import { InspectedTokenView } from "./inspected-token.tsx";

const AT = 1_800_000_000_000; // milliseconds
const seconds = AT / 1_000;

const refused: InspectedToken = {
  accepted: false,
  header: { alg: "RS256" },
  claims: {
    iss: "<script>",
    exp: seconds + 848,
    iat: seconds - 52,
    nbf: seconds - 90_061,
    auth_time: "yesterday",
  },
  checks: [
    { check: "form", title: "is a signed JWT", result: "passed" },
    {
      check: "issuer",
      title: "comes from a trusted issuer (iss)",
      result: "failed",
      message: "subject_token has an issuer that is not trusted",
      fix: "Add its iss as a trusted issuer",
    },
    { check: "key", title: "has a known key", result: "not checked" },
    {
      check: "time",
      title: "is valid now",
      result: "failed",
      message: "subject_token has expired",
      fix: "Take a new token",
    },
  ],
};
/** What a reader sees: text alone, a line for each element that has some. */
const read = (token: InspectedToken) =>
  renderToStaticMarkup(<InspectedTokenView token={token} at={AT} />)
    .replaceAll("<!-- -->", "")
    .split(/<[^>]+>/)
    .filter(Boolean);

test("a refused token is explained: each check, the sentence that fixes it, and what times mean", () => {
  const lines = read(refused);
  expect(lines).toEqual(
    expect.arrayContaining([
      "Refused",
      ": subject_token has an issuer that is not trusted",
      "1 passed, 2 failed, 1 not checked",
      "The token is a signed JWT: passed",
      "The token comes from a trusted issuer (iss): failed",
      "Add its iss as a trusted issuer",
      "The token has a known key: not checked",
      "The token is valid now: failed",
      "Take a new token",
      "ends in 14 min 8 s",
      "issued 52 s ago",
      "valid since 1 d 1 h ago",
      "&quot;yesterday&quot;",
      "&quot;&lt;script&gt;&quot;",
    ]),
  );
});

test("every member that is wrong is marked", () => {
  const html = renderToStaticMarkup(<InspectedTokenView token={refused} at={AT} />);
  const marked = [...html.matchAll(/border-danger[^>]*><dt>(\w+)</g)].map(([, name]) => name);
  expect(marked).toEqual(["iss", "exp"]);
});

test("an accepted token says whose it is; parts that cannot be read say so", () => {
  const lines = read({ accepted: true, ownerId: "A".repeat(22), checks: [] });
  expect(lines).toEqual(
    expect.arrayContaining(["Accepted", " for the user ", "A".repeat(22), "Cannot be read."]),
  );
});
