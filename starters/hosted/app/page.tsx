import { redirect } from "next/navigation";
import type { SessionAdapter } from "#adapters/contracts.ts";
import { Chat } from "#components/small-chat/chat.tsx";
import { UserTamboProvider } from "#components/small-chat/tambo-provider.tsx";
import { APP_NAME, MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { providerTrust, sessionAdapter } from "../adapters/about.ts";
import { appEnv } from "../lib/base/env.ts";
import { readRefusal } from "../lib/identity/refuse-session.ts";
import { issueUserToken } from "../lib/identity/user-token.ts";

/** The chat of who is signed in; for anybody else, the way in. */
export default async function StartPage() {
  const adapter = await sessionAdapter();
  const { signInPath, signUpPath, accountPath } = adapter;
  const user = await findUser(adapter);
  if (user) {
    const { TAMBO_API_KEY, TAMBO_URL } = appEnv();
    const { name, email } = user.profile;
    return (
      <UserTamboProvider
        apiKey={TAMBO_API_KEY}
        tamboUrl={TAMBO_URL}
        initialToken={user.token}
        signInPath={signInPath}
      >
        <Chat userName={name ?? email ?? "Signed in"} accountPath={accountPath} />
      </UserTamboProvider>
    );
  }
  return (
    <MessagePage title={APP_NAME} text="A chat whose answers are components of your own.">
      <a href={signInPath} className={buttonClass({ variant: "solid" })}>
        Sign in
      </a>
      {signUpPath ? (
        <a href={signUpPath} className={buttonClass({ variant: "outline" })}>
          Create account
        </a>
      ) : null}
    </MessagePage>
  );
}

/** Who is signed in, with a fresh user token. */
async function findUser({ getSession }: SessionAdapter) {
  try {
    const session = await getSession();
    if (!session) return undefined;
    const { profile } = session;
    return { profile, token: await issueUserToken(session, await providerTrust()) };
  } catch (error) {
    if (readRefusal(error) === undefined) throw error;
  }
  redirect("/sign-in?problem=session");
}
