import type { UserToken } from "#lib/tokens/user-token.ts";

/** What the server tells the chat page about itself. */
export interface ChatConfig {
  apiKey: string;
  tamboUrl: string;
  signInPath: string;
  usesDemoModel: boolean;
  /** False while TAMBO_URL names another API, which may know no export and no deletion. */
  keepsData: boolean;
}

/** Who is shown beside the menu; absent where the page is rendered without looking at the session. */
export interface ChatUser {
  name?: string;
  email?: string;
  /** Whether the menu leads to the settings. */
  isAdmin?: boolean;
}

export interface ChatSessionProps {
  config: ChatConfig;
  user?: ChatUser;
  initialToken?: UserToken;
  isSidebarOpen: boolean;
}
