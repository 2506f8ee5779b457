import { interceptStatements } from "./intercept-statements.ts";

/** As the query builder writes it and as it stands in hand-written SQL. */
const OWNER_CONDITION = /(?:"\w+"\."owner_id"|(?:\b\w\.)?\bowner_id) = (\$\d+)/g;

/**
 * Runs an action with the owner condition taken out of every SQL statement, so that only
 * row-level security stands between owners. Returns how many conditions were removed.
 */
export async function withoutOwnerCondition(act: () => Promise<void>): Promise<number> {
  let removed = 0;
  await interceptStatements(act, (statement) =>
    statement.replace(OWNER_CONDITION, (_match, parameter: string) => {
      removed += 1;
      return `${parameter}::text is not null`;
    }),
  );
  return removed;
}
