import { getAuthTables } from "better-auth/db";
import { jwt } from "better-auth/plugins/jwt";
import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import * as tables from "./auth.ts";

const wanted = Object.entries(
  getAuthTables({ emailAndPassword: { enabled: true }, plugins: [jwt()] }),
);

test.each(wanted)("the table %s has every field that Better Auth asks for", (name, { fields }) => {
  const table = tables[name as "user" | "session" | "account" | "verification" | "jwks"];
  const columns = getTableColumns(table);
  expect(Object.keys(columns)).toEqual(expect.arrayContaining(["id", ...Object.keys(fields)]));
});
