import type { Database } from "./database.ts";

interface Role {
  [column: string]: unknown;
  name: string;
  bypasses: boolean;
  owns: boolean;
}

/** The problem with the database role, if it can bypass row-level security or switch it off. */
export async function findRoleProblem(db: Pick<Database, "execute">): Promise<string | undefined> {
  const { rows } = await db.execute<Role>(`select current_user as name,
      rolsuper or rolbypassrls as bypasses, pg_has_role(relowner, 'USAGE') as owns
    from pg_roles, pg_class where rolname = current_user and pg_class.oid = 'threads'::regclass`);
  const [role] = rows;
  if (!role?.bypasses && !role?.owns) return undefined;
  const what = role.bypasses ? "bypasses row-level security" : "owns the tables";
  return `DATABASE_URL: the role ${role.name} ${what}; one in app_system and app_user is enough to serve (README, Databases)`;
}
