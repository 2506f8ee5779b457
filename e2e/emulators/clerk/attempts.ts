import type { Context, Hono } from "hono";
import { type Answers, clientCookie, clientUatCookies } from "./answers.ts";
import { type Client, CODE, type Instance, newId, type SignIn } from "./instance.ts";
import { signInJson, signUpJson } from "./shapes.ts";

/**
 * Signing in by password, authenticator app or another service, whose page is at `ownUrl`, and signing up
 * with a code by mail.
 */
export function addAttempts(
  api: Hono,
  instance: Instance,
  { findClient, answer, refuse, begin }: Answers,
  ownUrl: () => string,
): void {
  api.post("/client/sign_ins", async (context) => {
    const { identifier, password, strategy, redirect_url } = await context.req.parseBody();
    const client = findClient(context) ?? instance.addClient();
    const id = newId("sia");
    if (String(strategy).startsWith("oauth_")) {
      client.signIn = { id, status: "needs_identifier", redirectUrl: String(redirect_url) };
      const external = `${ownUrl()}/example?state=${id}`;
      const attempt = signInJson(client.signIn, { external });
      return answer(context, attempt, client, [clientCookie(client)]);
    }
    const user = instance.people.find(({ email }) => email === identifier);
    if (!user) return refuse(context, 422, "form_identifier_not_found", "identifier");
    client.signIn = { id, user, status: "needs_first_factor" };
    if (password !== undefined) return tryPassword(context, client, client.signIn, password);
    return answer(context, signInJson(client.signIn), client, [clientCookie(client)]);
  });

  api.post("/client/sign_ins/:id/attempt_first_factor", async (context) => {
    const client = findClient(context);
    const { password } = await context.req.parseBody();
    if (!client?.signIn) return refuse(context, 404, "resource_not_found");
    return tryPassword(context, client, client.signIn, password);
  });

  api.post("/client/sign_ins/:id/attempt_second_factor", async (context) => {
    const client = findClient(context);
    const { code } = await context.req.parseBody();
    if (client?.signIn?.status !== "needs_second_factor")
      return refuse(context, 404, "resource_not_found");
    if (code !== CODE) return refuse(context, 422, "form_code_incorrect", "code");
    return complete(context, client, client.signIn);
  });

  // Where the other service leads back to, with who it is.
  api.get("/oauth_callback", (context) => {
    const { state, user: userId = "" } = context.req.query();
    const client = findClient(context);
    const { id, redirectUrl } = client?.signIn ?? {};
    const user = instance.findUserById(userId);
    if (!client || !redirectUrl || !user || id !== state)
      return refuse(context, 404, "resource_not_found");
    const { cookies } = begin(client, user);
    for (const line of [...cookies, ...clientUatCookies(client)])
      context.header("set-cookie", line, { append: true });
    return context.redirect(redirectUrl, 303);
  });

  api.post("/client/sign_ups", async (context) => {
    const form = await context.req.parseBody();
    const [email, password] = [String(form.email_address), String(form.password)];
    if (instance.people.some((user) => user.email === email))
      return refuse(context, 422, "form_identifier_exists", "email_address");
    const client = findClient(context) ?? instance.addClient();
    const name = `${form.first_name ?? ""} ${form.last_name ?? ""}`.trim();
    client.signUp = { id: newId("sua"), name, email, password };
    return answer(context, signUpJson(client.signUp), client, [clientCookie(client)]);
  });

  // The mail would be sent now.
  api.post("/client/sign_ups/:id/prepare_verification", async (context) => {
    const client = findClient(context);
    if (!client?.signUp) return refuse(context, 404, "resource_not_found");
    return answer(context, signUpJson(client.signUp), client);
  });

  api.post("/client/sign_ups/:id/attempt_verification", async (context) => {
    const client = findClient(context);
    const { code } = await context.req.parseBody();
    const attempt = client?.signUp;
    if (!attempt) return refuse(context, 404, "resource_not_found");
    if (code !== CODE) return refuse(context, 422, "form_code_incorrect", "code");
    const user = { ...attempt, id: newId("user") };
    instance.people.push(user);
    const { session, cookies } = begin(client, user);
    return answer(context, signUpJson(attempt, session), client, cookies);
  });

  function tryPassword(context: Context, client: Client, attempt: SignIn, password: unknown) {
    if (!attempt.user || password !== attempt.user.password)
      return refuse(context, 422, "form_password_incorrect", "password");
    if (!attempt.user.totp) return complete(context, client, attempt);
    attempt.status = "needs_second_factor";
    return answer(context, signInJson(attempt), client, [clientCookie(client)]);
  }

  function complete(context: Context, client: Client, attempt: SignIn) {
    if (!attempt.user) return refuse(context, 404, "resource_not_found");
    const { session, cookies } = begin(client, attempt.user);
    return answer(context, signInJson(attempt, { sessionId: session.id }), client, cookies);
  }
}
