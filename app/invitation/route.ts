import { cookies } from "next/headers";
import { sessionAdapter } from "#adapters/session.ts";
import { invitationCookie, keptFor } from "#adapters/shared/cookies.ts";
import { INVITATION_LIFETIME, isInvitation } from "#lib/admin/admission.ts";
import { isClaimable } from "#lib/admin/claims.ts";
import { hasDatabase } from "#lib/base/env.ts";
import { handle } from "#lib/base/http/handle.ts";
import { seeOther } from "#lib/base/http/own-address.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { defaultProject } from "#lib/projects/projects.ts";

/**
 * The link of an invitation, and the way of a signed-out visitor from a claim link to signing in. It
 * spends nothing, since mail scanners open links, too: the browser keeps the code for the first session
 * of a stranger in it.
 */
export const GET = handle(async (request: Request) => {
  const code = new URL(request.url).searchParams.get("code") ?? "";
  const next = hasDatabase() ? await findNext(code) : undefined;
  if (!next) return seeOther("/sign-in?problem=invitation");
  (await cookies()).set(invitationCookie(), code, keptFor(INVITATION_LIFETIME));
  return seeOther(next);
});

async function findNext(code: string): Promise<string | undefined> {
  const { id } = await defaultProject();
  if (await isInvitation(id, code)) return "/sign-in";
  if (!(await isClaimable(code))) return undefined;
  const { signInPath } = await sessionAdapter();
  return withReturnTo(signInPath, `/settings/claim?code=${encodeURIComponent(code)}`);
}
