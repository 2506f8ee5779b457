"use client";

import { createContext, useContext } from "react";

/**
 * How a component says something in the user's name, visibly, as if it had been typed and sent.
 * Returns whether it was taken: not while sending has to wait, for the network for example.
 */
export type Say = (text: string) => boolean;

export const SayContext = createContext<Say>(() => false);

export function useSay(): Say {
  return useContext(SayContext);
}
