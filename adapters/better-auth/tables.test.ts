import { getAuthTables } from "better-auth/db";
import { getTableColumns } from "drizzle-orm";
import { expect, test } from "vitest";
import { organizations, passkeys, secondStep, tokens } from "./plugins.ts";
import {
  account,
  invitation,
  jwks,
  member,
  organization,
  passkey,
  session,
  twoFactor,
  user,
  verification,
} from "./tables.ts";

const tables = {
  account,
  invitation,
  jwks,
  member,
  organization,
  passkey,
  session,
  twoFactor,
  user,
  verification,
};

const wanted = Object.entries(
  getAuthTables({
    emailAndPassword: { enabled: true },
    plugins: [tokens(), secondStep(), passkeys(), organizations()],
  }),
);

test.each(wanted)("the table %s has every field that Better Auth asks for", (name, { fields }) => {
  const table = tables[name as keyof typeof tables];
  const columns = getTableColumns(table);
  expect(Object.keys(columns)).toEqual(expect.arrayContaining(["id", ...Object.keys(fields)]));
});
