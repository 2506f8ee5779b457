"use client";

import { createContext, useContext } from "react";

export interface ChatCommands {
  newChat: () => void;
  searchThreads: () => void;
  openDrawer: () => void;
  showKeys: () => void;
}

export const ChatCommandsContext = createContext<ChatCommands | undefined>(undefined);

/** What can be done from anywhere in the chat, by key or by button. */
export function useChatCommands(): ChatCommands {
  const commands = useContext(ChatCommandsContext);
  if (!commands) throw new Error("useChatCommands must be used within ChatFrame");
  return commands;
}
