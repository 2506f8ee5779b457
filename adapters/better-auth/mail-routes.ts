import { parseCookies } from "better-auth/cookies";
import { z } from "zod";
import { HttpError, nothingHere } from "#lib/base/http/http-error.ts";
import { hasMail, sendMail } from "#lib/base/mail.ts";
import { limitMails, limitSignUps } from "#lib/identity/attempt-limit.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { cookieName, endLine, isHttps, withCookies } from "../shared/cookies.ts";
import { maskAddress } from "../shared/read-profile.ts";
import { getAuth, OWNER_NAMESPACE } from "./config.ts";
import { ask, readForm, toAnswer } from "./library.ts";
import { LINK_LIFETIME, noAccount, readAddresses } from "./mails.ts";
import { collectMail, notify, returnTo } from "./outbox.ts";
import { refuseEasyPassword } from "./refusals.ts";

const addressShape = z.object({ email: z.string().trim(), returnTo });
const linkShape = z.object({ token: z.string() });
const passwordShape = z.object({ token: z.string(), password: z.string() });

const linkCookie = () => cookieName("better-auth.link");
const invalidToken = () => new HttpError(400, "INVALID_TOKEN", "The link has expired or was used");

/**
 * Sends one mail, whoever has the address: neither the answer nor its time tells whether there is an account.
 * The library's route of the same path makes it.
 */
export async function requestMail(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace("/auth", "");
  const { email, returnTo } = await readMailForm(request, addressShape);
  const { answer, mail, browserHalf } = await limitMails(
    request,
    email.toLowerCase(),
    () => collectMail(returnTo, () => ask(request, path, { email })),
    (asked) => asked.answer.ok,
  );
  if (!answer.ok) return answer;
  await sendMail(mail ?? noAccount(email));
  const end = `Path=/; Max-Age=${LINK_LIFETIME}; HttpOnly; SameSite=Strict${isHttps() ? "; Secure" : ""}`;
  return withCookies(browserHalf ? [`${linkCookie()}=${browserHalf}; ${end}`] : [], {
    status: 204,
  });
}

/** By a button of the page that a link leads to, since what scans mails opens links as well. */
export async function openLink(request: Request): Promise<Response> {
  const { token } = await readMailForm(request, linkShape);
  await limitSignUps(request);
  const half = parseCookies(request.headers.get("cookie") ?? "").get(linkCookie()) ?? "";
  const query = new URLSearchParams({ token: token + half });
  const answer = toAnswer(await ask(request, `/magic-link/verify?${query}`));
  if (!answer.ok) throw invalidToken();
  answer.headers.append("set-cookie", endLine(linkCookie()));
  return answer;
}

/** Gives an account the address to which the mail went. What confirms an address needs the password as well. */
export async function moveAddress(request: Request): Promise<Response> {
  const { token } = await readMailForm(request, linkShape);
  await limitSignUps(request);
  const { email, updateTo } = readAddresses(token);
  if (!email || !updateTo) throw invalidToken();
  const { internalAdapter } = await (await getAuth()).$context;
  // Somebody may have taken it meanwhile.
  if (await internalAdapter.findUserByEmail(updateTo)) throw invalidToken();
  const answer = toAnswer(await ask(request, `/verify-email?${new URLSearchParams({ token })}`));
  if (!answer.ok) throw invalidToken();
  notify(email, `Your account has another address now: ${maskAddress(updateTo)}.`);
  return answer;
}

export async function setPassword(request: Request): Promise<Response> {
  const { token, password } = await readMailForm(request, passwordShape);
  await limitSignUps(request);
  const { internalAdapter, password: rules } = await (await getAuth()).$context;
  const identifier = `reset-password:${token}`;
  const found = await internalAdapter.findVerificationValue(identifier);
  const user = found && (await internalAdapter.findUserById(found.value));
  if (!user || found.expiresAt < new Date()) throw invalidToken();
  await refuseEasyPassword({ ...user, password });
  const { minPasswordLength, maxPasswordLength } = rules.config;
  const isAllowed = password.length >= minPasswordLength && password.length <= maxPasswordLength;
  // Whoever made the account may be somebody else, and so are its threads then: this one gets another.
  if (isAllowed && !user.emailVerified) {
    const accounts = await internalAdapter.findAccounts(user.id);
    if (accounts.some(({ providerId }) => providerId !== "credential")) {
      throw new HttpError(409, "OTHER_WAY", "This account signs in by another service");
    }
    const project = (await defaultProject()).id;
    await identityHooks().ownerLeaves(project, ownerId(project, OWNER_NAMESPACE, user.id));
    await internalAdapter.deleteUser(user.id);
    const { id } = await internalAdapter.createUser(
      { email: user.email, emailVerified: true, name: "" },
      { method: "email-password" },
    );
    await internalAdapter.updateVerificationByIdentifier(identifier, { value: id });
  }
  const answer = await ask(request, "/reset-password", { token, newPassword: password });
  if (!answer.ok) return answer;
  return toAnswer(await ask(request, "/sign-in/email", { email: user.email, password }));
}

function readMailForm<Shape extends z.ZodType>(request: Request, shape: Shape) {
  if (!hasMail()) throw nothingHere();
  return readForm(request, shape);
}
