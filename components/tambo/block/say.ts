"use client";

import { createContext, useContext } from "react";

/** How a component says something in the user's name, visibly, as if it had been typed and sent. */
export const SayContext = createContext<(text: string) => void>(() => {});

export function useSay(): (text: string) => void {
  return useContext(SayContext);
}
