import { POST } from "#app/v1/threads/runs/route.ts";
import { boot } from "#server/boot.ts";
import { countDirectStatements, countStatements } from "#test/count-statements.ts";
import { signIn } from "#test/sign-in.ts";

// Counts, in a process of its own, the SQL statements of a first run with its whole answer. What all runs
// of a second share is not counted: the usage that is noted, and the question what was revoked.

await boot();
const { headers } = await signIn("ada");
const content = [{ type: "text", text: "hello" }];
const body = JSON.stringify({ message: { role: "user", content } });

async function run(): Promise<void> {
  const url = "http://localhost/v1/threads/runs";
  const response = await POST(new Request(url, { method: "POST", headers, body }), undefined);
  if (!(await response.text()).includes("RUN_FINISHED")) throw new Error("a run has no end");
}

await run();
let bound: string[] = [];
const direct = await countDirectStatements(async () => {
  bound = await countStatements(run);
});
const own = direct.filter((statement) => !statement.includes("revoked_at"));
process.send?.(bound.length + own.length);
process.once("disconnect", () => process.exit());
