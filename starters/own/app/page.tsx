import { sessionAdapter } from "#adapters/session.ts";
import { Chat } from "#components/small-chat/chat.tsx";
import { UserTamboProvider } from "#components/small-chat/tambo-provider.tsx";
import { RegisterNotes } from "#components/tambo/notes/register-notes.tsx";
import { APP_NAME, MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { defaultProject } from "#lib/projects/projects.ts";
import { appEnv } from "../lib/base/env.ts";
import { currentUser } from "./current-user.ts";

/** The chat of who is signed in; for anybody else, the way in. */
export default async function StartPage() {
  const [user, { signInPath, signUpPath, accountPath }] = await Promise.all([
    currentUser(),
    sessionAdapter(),
  ]);
  if (user) {
    const { publishableKey } = await defaultProject();
    const { name, email } = user.profile;
    return (
      <UserTamboProvider
        apiKey={publishableKey}
        tamboUrl={appEnv().APP_URL}
        initialToken={user.token}
        signInPath={signInPath}
      >
        <RegisterNotes />
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
