import { expect, test } from "vitest";
import { toUser } from "./google-sign-in.ts";

test("what Google says about its user keeps nobody out, whatever it is", () => {
  const nobody = { id: "1", name: null, email: null, image: null };
  for (const odd of [undefined, null, 7, {}, ["a"], "a\0b"]) {
    expect(toUser({ sub: "1", name: odd, email: odd, picture: odd } as { sub: string })).toEqual(
      nobody,
    );
  }
  const said = { sub: "1", name: "Ada", email: "ada@example.com", picture: "https://x.example/a" };
  expect(toUser(said)).toEqual({ id: "1", name: "Ada", email: said.email, image: said.picture });
});
