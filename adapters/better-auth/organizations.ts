import { randomUUID } from "node:crypto";
import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { HttpError } from "#lib/base/http/http-error.ts";
import { getAuth } from "./config.ts";
import { ask } from "./own-account-requests.ts";
import { findActive } from "./plugins.ts";

const LONGEST_NAME = 100; // characters

/** The library's codes in words, with the field of the form that they are about. */
const FLAWS = new Map([
  ["YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS", "You are in ten organisations already"],
  ["USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION", "You are not a member of this organisation"],
  ["ORGANIZATION_NOT_FOUND", "This organisation does not exist any more"],
  ["INVITATION_NOT_FOUND", "This invitation does not exist any more"],
  ["YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION", "This invitation does not exist any more"],
  ["INVITATION_LIMIT_REACHED", "Too many invitations wait for an answer"],
  ["ORGANIZATION_MEMBERSHIP_LIMIT_REACHED", "This organisation has all the members it can have"],
  ["YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION", "Its owner alone invites people"],
  ["USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION", "email: is a member already"],
  ["INVALID_EMAIL", "email: enter an e-mail address"],
]);

/** `ask`, with a refusal of the library's in words. */
const askForMember: typeof ask = async (call) => {
  try {
    return await ask(call);
  } catch (error) {
    const code = isAPIError(error) ? String(error.body?.code) : "";
    const flaw = FLAWS.get(code);
    if (!flaw) throw error;
    throw new HttpError(400, code, flaw, { cause: error });
  }
};

/** The organisations of whoever sent the request. */
export const organizationAdapter = {
  /** Those they are in, the id of the active one, and who has invited them. */
  async read() {
    const found = await (await getAuth()).api.getSession({
      headers: await headers(),
      query: { disableRefresh: true },
    });
    if (!found) throw new HttpError(401, "SIGNED_OUT", "You are signed out: sign in again");
    const [joined, invited] = await Promise.all([
      askForMember(({ api }, sent) => api.listOrganizations(sent)),
      // The library tells an address's invitations to nobody who has not shown that it is theirs.
      found.user.emailVerified
        ? askForMember(({ api }, sent) => api.listUserInvitations(sent))
        : [],
    ]);
    return {
      active: await findActive(found.session),
      organizations: joined.map(({ id, name }) => ({ id, name })),
      invitations: invited.map(({ id, organizationName: name }) => ({ id, name })),
    };
  },

  /** Without an id: to what is the user's alone. */
  async switchTo(id: string | null) {
    const body = { organizationId: id };
    await askForMember(({ api }, sent) => api.setActiveOrganization({ ...sent, body }));
  },

  /** Founds one, and switches to it. */
  async found(name: string) {
    if (!name || name.length > LONGEST_NAME) {
      const message = `name: use 1 to ${LONGEST_NAME} characters`;
      throw new HttpError(400, "INVALID_NAME", message);
    }
    const body = { name, slug: randomUUID() };
    await askForMember(({ api }, sent) => api.createOrganization({ ...sent, body }));
  },

  /** Invites an address into the active one: who has it finds the invitation here. */
  async invite(email: string) {
    const body = { email, role: "member" as const };
    await askForMember(({ api }, sent) => api.createInvitation({ ...sent, body }));
  },

  /** Accepts an invitation, and switches to its organisation. */
  async join(invitationId: string) {
    const body = { invitationId };
    await askForMember(({ api }, sent) => api.acceptInvitation({ ...sent, body }));
  },
};
