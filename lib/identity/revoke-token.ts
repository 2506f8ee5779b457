import { findClient } from "./handle-api.ts";
import { revoke } from "./revocation.ts";
import { accessTokenPolicy, userTokenPolicy } from "./signing-keys.ts";
import { readFlaw } from "./token-flaw.ts";
import { readForm, required, single } from "./token-request.ts";
import { verifyOwnToken } from "./verify-token.ts";

/**
 * Revokes a user token or an access token (RFC 7009). The tokens of a session belong to one grant, so
 * all of them end with it (§2.1), and the session does, too. An invalid token is no error (§2.2).
 * Throws OAuthError for a flawed request.
 */
export async function revokeToken(request: Request): Promise<void> {
  const { id: project } = await findClient(request);
  const form = await readForm(request);
  const token = required(form, "token");
  // Checked only: §2.1 lets a server ignore the hint, and tokens name their kind.
  single(form, "token_type_hint");
  for (const policy of [accessTokenPolicy(project), userTokenPolicy(project)]) {
    const valid = await verifyOwnToken(token, policy).catch((error: unknown) => {
      if (!readFlaw(error)) throw error;
    });
    if (valid) await revoke(valid.sid);
  }
}
