import type { UserToken } from "#lib/identity/client/use-user-token.ts";

/** What the server tells the chat page about itself. */
export interface ChatConfig {
  apiKey: string;
  tamboUrl: string;
  signInPath: string;
  usesDemoModel: boolean;
  /** False while TAMBO_URL names another API, which may know no export and no deletion. */
  keepsData: boolean;
  /** Whether one can sign out everywhere. */
  endsOtherSessions: boolean;
}

/** Who is shown beside the menu; absent where the page is rendered without looking at the session. */
export interface ChatUser {
  name?: string;
  email?: string;
  /** What an admin can do beside the settings, to which the menu leads them; absent for anybody else. */
  admin?: {
    /** Why the model did not answer in a thread. */
    readModelProblem: (threadId: string) => Promise<string | undefined>;
  };
}

export interface ChatSessionProps {
  config: ChatConfig;
  user?: ChatUser;
  initialToken?: UserToken;
  isSidebarOpen: boolean;
}
