"use client";

import { createContext, type RefObject, useContext } from "react";
import type { ChatConfig, ChatUser } from "./chat-config.ts";
import type { RegistryState } from "./use-registry.ts";

interface ChatInfoValue {
  config: ChatConfig;
  user?: ChatUser;
  /** How many questions wait for the end of their answer: while any does, the token is not renewed. */
  runsUnderWay: RefObject<number>;
  registration: Omit<RegistryState, "registry">;
}

/** Hands every part of the chat what the server said about itself and the user. */
export const ChatInfo = createContext<ChatInfoValue | undefined>(undefined);

export function useChatInfo(): ChatInfoValue {
  const value = useContext(ChatInfo);
  if (!value) throw new Error("useChatInfo must be used within ChatInfo");
  return value;
}

/** How the user is named in the frame. */
export function displayName(user: ChatUser | undefined): string {
  return user?.name || user?.email || "Your account";
}
