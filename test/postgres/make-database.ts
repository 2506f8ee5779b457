import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { execute } from "#e2e/emulators/neon/postgres.ts";

export interface DatabaseOptions {
  /** Without the migrations. */
  isEmpty?: boolean;
  /** Connect as this new role, which owns nothing, rather than as the owner of the tables. */
  role?: string;
}

/** A database of one's own on the PostgreSQL of this run, and the variables with which the app uses it. */
export function makeDatabase(
  kind: "postgres" | "neon",
  { isEmpty = false, role }: DatabaseOptions = {},
) {
  const { superuserUrl, owner, ownerUrl, template, bridge } = inject("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const at = (url: string) => url.replace(/\/\w+$/, `/${name}`);
  const login = role ? at(ownerUrl).replace(owner, role) : at(ownerUrl);
  return {
    kind,
    superuserUrl: at(superuserUrl),
    settings: {
      DATABASE_URL: login,
      APP_SECRET: randomBytes(32).toString("base64url"),
      ...(kind === "neon" && { NEON_BRIDGE: bridge }),
    },
    async create() {
      const source = isEmpty ? "template0" : template;
      await execute(superuserUrl, `create database ${name} owner ${owner} template ${source}`);
      if (role) await execute(ownerUrl, `create role ${role} login in role app_system, app_user`);
    },
    async drop() {
      await execute(superuserUrl, `drop database ${name} with (force)`);
    },
  };
}
