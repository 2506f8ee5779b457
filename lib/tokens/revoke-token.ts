import { isHttpError } from "#lib/http-error.ts";
import { verifyAccessToken } from "./access-token.ts";
import { decodeToken } from "./decode-token.ts";
import { findClient, readForm, required, single } from "./oauth-form.ts";
import { type RevocableToken, revokeSid } from "./revocation.ts";
import { describeTokenFlaw } from "./token-flaw.ts";
import { verifyUserToken } from "./user-token.ts";

/**
 * Revokes a user token or an access token (RFC 7009). The tokens of a session stand for one grant,
 * so all of them end with it (§2.1), and so does the session in this app. A token that is not valid
 * here is no error (§2.2). Throws OAuthError for a flawed request.
 */
export async function revokeToken(request: Request): Promise<void> {
  const { id: project } = await findClient(request);
  const form = await readForm(request);
  const token = required(form, "token");
  // A hint, which §2.1 lets a server ignore: the tokens say themselves what they are.
  single(form, "token_type_hint");
  const found =
    (await findValid(() => verifyAccessToken(token, project))) ??
    (await findValid(() => verifyUserToken(decodeToken(token), project)));
  if (found) await revokeSid(found.sid);
}

/** Undefined for a token that the check finds a flaw in. */
async function findValid(
  verify: () => Promise<RevocableToken>,
): Promise<RevocableToken | undefined> {
  try {
    return await verify();
  } catch (error) {
    const isFlaw = isHttpError(error) || describeTokenFlaw(error) !== undefined;
    if (!isFlaw) throw error;
    return undefined;
  }
}
