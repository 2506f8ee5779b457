import { createContext } from "react";

/**
 * How a component says something in the user's name, visibly, as if it had been typed and sent.
 * Returns whether it was taken: not while sending has to wait, for the network for example.
 */
export const SayContext = createContext<(text: string) => boolean>(() => false);
