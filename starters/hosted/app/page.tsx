import { redirect } from "next/navigation";
import { Chat } from "#components/small-chat/chat.tsx";
import { UserTamboProvider } from "#components/small-chat/tambo-provider.tsx";
import { APP_NAME, MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { providerTrust, sessionAdapter } from "../adapters/about.ts";
import { appEnv } from "../lib/base/env.ts";
import { findUser } from "../lib/identity/user-token.ts";

/** The chat of who is signed in; for anybody else, the way in. */
export default async function StartPage() {
  const { signInPath, signUpPath, accountPath, getSession } = await sessionAdapter();
  const user = await findUser(getSession, providerTrust);
  // There the cookies end, which a page cannot do.
  if (user === "refused") redirect("/sign-out");
  if (user) {
    const { TAMBO_API_KEY, TAMBO_URL } = appEnv();
    const { name, email } = user.session.profile;
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
