"use client";

import { createContext, type RefObject, useContext } from "react";

/** What the server tells the chat page about itself. */
export interface ChatConfig {
  apiKey: string;
  tamboUrl: string;
  signInPath: string;
  /** Where users see to their account, if that can be done here. */
  accountPath?: string;
  /** Where users choose the organisation whose threads they see. */
  organizationPath?: string;
  usesDemoModel: boolean;
  /** Whether what people say can be written down. */
  transcribes: boolean;
  /** False while TAMBO_URL names another API, which may know no export and no deletion. */
  keepsData: boolean;
  /** Whether one can sign out everywhere. */
  endsOtherSessions: boolean;
}

/** Who is shown beside the menu; absent where the page is rendered without looking at the session. */
export interface ChatUser {
  name?: string;
  email?: string;
  /** Chats without an account. */
  isGuest?: boolean;
  /** What an admin can do beside the settings, to which the menu leads them; absent for anybody else. */
  admin?: {
    /** Why the model did not answer in a thread. */
    readModelProblem: (threadId: string) => Promise<string | undefined>;
  };
}

interface ChatInfoValue {
  config: ChatConfig;
  user?: ChatUser;
  /** How many questions wait for the end of their answer: while any does, the token is not renewed. */
  runsUnderWay: RefObject<number>;
  /** Of what the model may show and do. Questions and answers wait until the SDK knows it. */
  registration: { isReady: boolean; load: () => void };
}

/** Hands every part of the chat what the server said about itself and the user. */
export const ChatInfo = createContext<ChatInfoValue | undefined>(undefined);

export function useChatInfo(): ChatInfoValue {
  const value = useContext(ChatInfo);
  if (!value) throw new Error("useChatInfo must be used within ChatInfo");
  return value;
}

interface ChatCommandsValue {
  newChat: () => void;
  searchThreads: () => void;
  openDrawer: () => void;
  showKeys: () => void;
}

/** What can be done from anywhere in the chat, by key or by button. */
export const ChatCommands = createContext<ChatCommandsValue | undefined>(undefined);

export function useChatCommands(): ChatCommandsValue {
  const commands = useContext(ChatCommands);
  if (!commands) throw new Error("useChatCommands must be used within ChatFrame");
  return commands;
}
